from django.db import models


class OpenBallot(models.Model):
    """One revision of a named ballot; the highest revision counts."""

    pk = models.CompositePrimaryKey("vote_id", "voter_ref", "revision")
    vote_id = models.UUIDField()
    voter_ref = models.CharField(max_length=64)
    revision = models.PositiveIntegerField()
    ballot = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.voter_ref} {self.revision}"
