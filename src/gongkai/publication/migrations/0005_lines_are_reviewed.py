import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publication', '0004_documents_by_genre'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='relation',
            name='passed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='relation',
            name='passed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='relation',
            name='returned',
            field=models.CharField(blank=True, max_length=200, verbose_name='退回的原因'),
        ),
        migrations.AddField(
            model_name='showing',
            name='passed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='showing',
            name='passed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='showing',
            name='returned',
            field=models.CharField(blank=True, max_length=200, verbose_name='退回的原因'),
        ),
        migrations.AddIndex(
            model_name='relation',
            index=models.Index(condition=models.Q(('passed_at', None)), fields=['source'], name='relation_waits'),
        ),
        migrations.AddIndex(
            model_name='showing',
            index=models.Index(condition=models.Q(('passed_at', None), ('struck_at', None)), fields=['item'], name='showing_waits'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('passed_at', None), ('returned', ''), _connector='OR'), name='relation_passed_or_returned'),
        ),
        migrations.AddConstraint(
            model_name='showing',
            constraint=models.CheckConstraint(condition=models.Q(('passed_at', None), ('returned', ''), _connector='OR'), name='showing_passed_or_returned'),
        ),
    ]
