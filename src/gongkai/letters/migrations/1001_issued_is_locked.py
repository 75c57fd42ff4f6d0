from django.db import migrations

from gongkai.letters import sql


def protect(apps, schema_editor):
    sql.install(schema_editor.connection)


def unprotect(apps, schema_editor):
    sql.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial"), ("agencies", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
