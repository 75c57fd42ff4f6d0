from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_the_applicants_side")]

    # Nothing was sent online before: there are no rows to fill.
    operations = [
        migrations.AddField(
            model_name="onlinepaper",
            name="about",
            field=models.ForeignKey(on_delete=PROTECT, related_name="online_papers", to="cases.incoming"),
        ),
    ]
