from django.db import migrations

from voting.schema import append_only


class Migration(migrations.Migration):
    dependencies = [("voting_roll_call", "0001_initial")]

    operations = [append_only("voting_roll_call_openballot")]
