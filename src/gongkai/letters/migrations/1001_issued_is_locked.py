from django.db import migrations


class Migration(migrations.Migration):
    """Put the triggers of ``letters.sql`` in place. They now ask for a column that 1002 adds, and SQLite looks
    through every trigger when any table is altered in between; so a new database gets them there."""

    dependencies = [("letters", "0001_initial"), ("agencies", "0001_initial")]
    operations = []
