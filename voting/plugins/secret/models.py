from django.db import models


class SealedBallot(models.Model):
    """A ballot nobody can read while the vote runs. No time, no number, no person."""

    id = models.BinaryField(primary_key=True, max_length=16)
    vote_id = models.UUIDField()
    sealed = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return bytes(self.id).hex()


class OpenedBallot(models.Model):
    """A ballot taken out of the box: written in one batch, in random order, after closing."""

    id = models.BinaryField(primary_key=True, max_length=16)
    vote_id = models.UUIDField()
    # Empty when the sealed ballot could not be opened: it counts as invalid.
    ballot = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return bytes(self.id).hex()
