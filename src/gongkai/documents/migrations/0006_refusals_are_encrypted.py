"""Why a redacted copy was refused names what was left uncovered: encrypted, as the same words are elsewhere."""

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
    redactions = apps.get_model("documents", "Redaction").objects
    for row in redactions.exclude(refused_reason=""):
        redactions.filter(pk=row.pk).update(refused_reason=change(row.refused_reason))


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_burning_of_redactions")]

    operations = [
        migrations.RunPython(close, open_),
        migrations.AlterField(
            model_name="redaction",
            name="refused_reason",
            field=gongkai.fields.EncryptedTextField(blank=True),
        ),
    ]
