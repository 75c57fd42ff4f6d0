from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_paper_follows_electronic_service"),
    ]

    operations = [
        migrations.AddField(
            model_name="incomingfile",
            name="what",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
    ]
