from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forget_names(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Names of scans often are names of people."""
    rows = apps.get_model("documents", "StoredFile").objects.filter(encrypted=True)
    for pk, name in rows.values_list("pk", "name"):
        _, dot, ending = name.rpartition(".")
        kept = f"原件.{ending.lower()}" if dot and ending.isalnum() and len(ending) <= 5 else "原件"
        rows.filter(pk=pk).update(name=kept)


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_encrypted_files")]
    operations = [migrations.RunPython(forget_names, migrations.RunPython.noop)]
