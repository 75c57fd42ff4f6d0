"""The index itself: a table of FTS5, or a column with a GIN index."""

from gongkai.search import sql

from django.db import migrations


def install(apps, schema_editor):
    sql.install(schema_editor.connection)


def drop(apps, schema_editor):
    sql.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(install, drop)]
