"""What stood on public pages before lines were reviewed goes on standing there; what did not waits for its version."""

from typing import Any

from django.db import migrations
from django.db.models import F


def passed(apps: Any, schema_editor: Any) -> None:
    """A channel could only be entered for what had been released."""
    models = (("Relation", "source__released_at"), ("Showing", "item__released_at"))
    for name, released in models:
        rows = apps.get_model("publication", name).objects.filter(**{f"{released}__isnull": False}, passed_at=None)
        keys = rows.order_by().values("pk")
        apps.get_model("publication", name).objects.filter(pk__in=keys).update(passed_at=F("added_at"))


class Migration(migrations.Migration):
    dependencies = [("publication", "0005_lines_are_reviewed")]

    operations = [migrations.RunPython(passed, migrations.RunPython.noop)]
