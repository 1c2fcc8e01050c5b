"""Messages whose recipient no page shows; those to objectors are such from the beginning."""

from django.db import migrations, models


def hide(apps, schema_editor):
    apps.get_model("core", "Message").objects.filter(about__startswith="publicity.objection").update(private=True)


class Migration(migrations.Migration):
    dependencies = [("core", "0004_files")]

    operations = [
        migrations.AddField("message", "private", models.BooleanField(default=False, verbose_name="收件人保密")),
        migrations.RunPython(hide, migrations.RunPython.noop),
    ]
