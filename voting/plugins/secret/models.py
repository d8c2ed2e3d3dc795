from django.db import models


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


class OfficersKey(models.Model):
    """The public half of a key that officers hold, two of three of whom open the box.

    No share and no private half is ever stored here.
    """

    vote_id = models.UUIDField(primary_key=True)
    # Base64 of the uncompressed point.
    public_key = models.TextField()
    # The name of each officer and the SHA-256 of the share that she or he holds, in hexadecimal.
    officers = models.JSONField(default=list)
    # A sealed random text, and the SHA-256 of that text: who can read it has the key.
    canary = models.BinaryField(null=True)
    canary_sha256 = models.BinaryField(max_length=32, null=True)
    tested_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.vote_id)
