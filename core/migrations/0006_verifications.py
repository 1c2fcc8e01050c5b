"""How verifications of the ledger and of the promises ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0005_private_recipients")]

    operations = [
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("ledger", "台账"), ("promises", "全库")], max_length=10, verbose_name="核对")),
                ("faults", models.PositiveIntegerField(verbose_name="不符")),
                ("at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["kind", "-id"], name="verification_by_kind")]},
        ),
    ]
