"""The chain of facts that belong to no edition: grants, calendar, interpretations."""

from django.db import migrations


def open_house(apps, schema_editor):
    apps.get_model("core", "Chain").objects.get_or_create(name="house", defaults={"title": "晋中市质量奖/公共事项"})


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(open_house, migrations.RunPython.noop)]
