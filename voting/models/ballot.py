from django.db import models


class Participation(models.Model):
    """That somebody on the roll took part: never how, and never when.

    No time, no number, no link to a ballot. The primary key is what makes one
    ballot of two clicks.
    """

    pk = models.CompositePrimaryKey("member_vote_id", "voter_ref")
    # The primary key begins with it, and no check of the database's own: on PostgreSQL that would
    # lock the vote's row for each ballot, and leave the transaction of whoever cast last on it.
    # The statement that records a participation takes the vote from the roll, where it is checked.
    member_vote = models.ForeignKey(
        "voting.MemberVote",
        on_delete=models.CASCADE,
        related_name="participations",
        db_index=False,
        db_constraint=False,
    )
    voter_ref = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.voter_ref
