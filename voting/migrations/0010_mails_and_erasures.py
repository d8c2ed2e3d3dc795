import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('voting', '0006_protect_checkpoints'),
    ]

    operations = [
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('voter_ref', models.CharField(max_length=64, primary_key=True, serialize=False)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='voterrollentry',
            name='leaf',
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.CreateModel(
            name='Mailing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('invitation', 'The vote is open'), ('outcome', 'The result is published')], max_length=12)),
                ('done_until', models.BigIntegerField()),
                ('last_entry', models.BigIntegerField()),
                ('tries', models.PositiveIntegerField(default=0)),
                ('not_before', models.DateTimeField()),
                ('member_vote', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mailings', to='voting.membervote')),
            ],
            options={
                'verbose_name': 'mails of a vote',
                'verbose_name_plural': 'mails of votes',
                'default_permissions': (),
            },
        ),
    ]
