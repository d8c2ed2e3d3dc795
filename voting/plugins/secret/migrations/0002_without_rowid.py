from django.db import migrations

from voting.schema import without_rowid


class Migration(migrations.Migration):
    dependencies = [("voting_secret", "0001_initial")]

    operations = [without_rowid("voting_secret_sealedballot"), without_rowid("voting_secret_openedballot")]
