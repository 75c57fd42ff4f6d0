from django.db import migrations

from gongkai.reports import sql


def protect(apps, schema_editor):
    sql.install(schema_editor.connection)


class Migration(migrations.Migration):
    """Installs all of ``sql`` anew: whose report it is and its files are locked as well."""

    dependencies = [("reports", "0002_published_is_locked")]
    operations = [migrations.RunPython(protect, migrations.RunPython.noop)]
