from django.db import models


class Erasure(models.Model):
    """A person who is gone, and whose reference leaves each vote once nobody may object to it any more.

    The row goes when the reference is nowhere left.
    """

    voter_ref = models.CharField(max_length=64, primary_key=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.voter_ref
