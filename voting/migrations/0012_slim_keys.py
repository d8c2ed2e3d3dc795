from django.db import migrations, models

from voting.schema import SlimForeignKey


class Migration(migrations.Migration):
    dependencies = [("voting", "0011_appeals")]

    operations = [
        SlimForeignKey(
            model_name="participation",
            name="member_vote",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=models.deletion.CASCADE,
                related_name="participations",
                to="voting.membervote",
            ),
        ),
        SlimForeignKey(
            model_name="voterrollentry",
            name="member_vote",
            field=models.ForeignKey(
                db_index=False,
                on_delete=models.deletion.CASCADE,
                related_name="roll",
                to="voting.membervote",
            ),
        ),
    ]
