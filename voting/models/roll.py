from django.db import models
from django.utils.translation import gettext_lazy as _


class VoterRollEntry(models.Model):
    """One person who may take part in one vote; written when the vote opens, and then left alone."""

    # The constraint below has an index that begins with it.
    member_vote = models.ForeignKey(
        "voting.MemberVote", on_delete=models.CASCADE, related_name="roll", db_index=False
    )
    # The electorate's reference for the person: never a user id.
    voter_ref = models.CharField(max_length=64)
    # Hides the reference in the published root of the roll.
    salt = models.BinaryField(max_length=16)
    # What the root of the roll is made of, for a person whose reference was erased; else it is computed.
    leaf = models.BinaryField(max_length=32, null=True)

    class Meta:
        verbose_name = _("voter roll entry")
        verbose_name_plural = _("voter roll")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["member_vote", "voter_ref"], name="voting_one_roll_entry")
        ]

    def __str__(self):
        return self.voter_ref
