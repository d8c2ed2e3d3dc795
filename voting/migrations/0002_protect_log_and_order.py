from django.db import migrations

from voting.schema import append_only, without_rowid


class Migration(migrations.Migration):
    dependencies = [("voting", "0001_initial")]

    operations = [without_rowid("voting_participation"), append_only("voting_auditevent")]
