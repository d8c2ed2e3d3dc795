from django.db import migrations

from voting.recording import recording_function


class Migration(migrations.Migration):
    dependencies = [("voting", "0012_slim_keys")]

    operations = [recording_function()]
