"""How somebody proved who they are names them, whatever a hint says: it is encrypted, as elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import gongkai.fields
from gongkai.fields import decrypt, encrypt


def close(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """While the column is plain text."""
    _each(apps, encrypt)


def open_(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _each(apps, decrypt)


def _each(apps: Apps, change: Callable[[str], str]) -> None:
    codes = apps.get_model("cases", "AccessCode").objects
    for row in codes.exclude(proof=""):
        codes.filter(pk=row.pk).update(proof=change(row.proof))


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_cleaned_copies_of_releases")]

    operations = [
        migrations.RunPython(close, open_),
        migrations.AlterField(
            model_name="accesscode",
            name="proof",
            field=gongkai.fields.EncryptedTextField(blank=True),
        ),
    ]
