from django.db import migrations, models

from voting.schema import append_only


class Migration(migrations.Migration):
    dependencies = [("voting", "0005_evidence_and_boxes")]

    operations = [
        append_only("voting_checkpoint"),
        migrations.AddField(
            model_name="membervote",
            name="blinding",
            field=models.BinaryField(editable=False, max_length=16, null=True),
        ),
    ]
