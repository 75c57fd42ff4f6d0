from django.db import migrations

from gongkai.reports import sql


def protect(apps, schema_editor):
    sql.install(schema_editor.connection)


def unprotect(apps, schema_editor):
    sql.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
