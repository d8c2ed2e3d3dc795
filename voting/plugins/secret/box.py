import secrets

from django.db import connection, transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from voting.api import BallotBox, InvalidBallot
from voting.plugins.secret.keys import destroy_keys, make_keys, read_keys
from voting.plugins.secret.models import OpenedBallot, SealedBallot
from voting.plugins.secret.sealing import (
    SUITE,
    BallotTooLong,
    CannotOpen,
    public_key,
    seal,
    sealed_length,
    unseal,
    wrap,
)


class Secret(BallotBox):
    """Sealed on arrival, opened in one shuffled batch after closing, key destroyed afterwards.

    What lies in the database while the vote runs is ciphertext, so that row
    order, transaction numbers, logs and backups betray nothing. There is no
    link to find an old ballot by, so a ballot cannot be changed.
    """

    slug = "secret"
    label = _("Secret: the site separates names from votes")
    explanation = _("For endorsements and for choosing people.")
    promise = _(
        "The site separates your name from your vote and destroys the link. "
        "You trust the site and its returning officers."
    )
    # Below this, a result says too much about single people.
    least_voters = 5
    has_tracking_codes = True
    seals_in_browser = True

    def prepare(self, *, vote_id):
        return {"public_key": make_keys(vote_id).public_text, "key_kept_by": "server"}

    def put(self, *, vote, voter_ref, ballot):
        try:
            sealed = seal(
                ballot=ballot,
                length=vote.manifest["ballot_length"],
                public=public_key(vote.manifest["box"]["public_key"]),
                bound_to=vote.manifest_sha256,
            )
        except BallotTooLong:
            raise InvalidBallot(_("This ballot is too long.")) from None
        self.put_sealed(vote=vote, voter_ref=voter_ref, sealed=sealed)

    def sealing(self, *, vote):
        return {
            "public_key": vote.manifest["box"]["public_key"],
            "ballot_length": vote.manifest["ballot_length"],
            "manifest_sha256": vote.manifest_sha256.hex(),
            "suite": SUITE,
        }

    def put_sealed(self, *, vote, voter_ref, sealed):
        if len(sealed) != sealed_length(vote.manifest["ballot_length"]):
            raise InvalidBallot
        sealed = wrap(sealed=sealed, outer=read_keys(vote.id).outer, bound_to=vote.manifest_sha256)
        SealedBallot.objects.bulk_create(
            [SealedBallot(id=secrets.token_bytes(16), vote_id=vote.id, sealed=sealed)]
        )

    def stored(self, *, vote):
        return SealedBallot.objects.filter(vote_id=vote.id).count()

    def open(self, *, vote):
        if not OpenedBallot.objects.filter(vote_id=vote.id).exists():
            self._open_all(vote)
        groups = (
            OpenedBallot.objects.filter(vote_id=vote.id)
            .values_list("ballot")
            .annotate(number=Count("id"))
            .order_by("ballot")
        )
        return [(bytes(ballot), number) for ballot, number in groups]

    def _open_all(self, vote):
        sealed = list(SealedBallot.objects.filter(vote_id=vote.id).values_list("sealed", flat=True))
        if not sealed:
            return
        keys = read_keys(vote.id)
        ballots = []
        for row in sealed:
            try:
                ballots.append(unseal(sealed=bytes(row), keys=keys, bound_to=vote.manifest_sha256))
            except CannotOpen:
                ballots.append(b"")
        secrets.SystemRandom().shuffle(ballots)
        ids = sorted(secrets.token_bytes(16) for _ballot in ballots)
        OpenedBallot.objects.bulk_create(
            OpenedBallot(id=id_, vote_id=vote.id, ballot=ballot)
            for id_, ballot in zip(ids, ballots, strict=True)
        )

    def destroy_secrets(self, *, vote):
        destroyed, _tables = SealedBallot.objects.filter(vote_id=vote.id).delete()
        transaction.on_commit(_shrink_write_ahead_log)
        # The key goes at once, the rows with the commit: after a crash in
        # between only the rows are left, and that still is a destruction.
        return destroy_keys(vote.id) or destroyed > 0

    def forget(self, *, vote_id):
        SealedBallot.objects.filter(vote_id=vote_id).delete()
        OpenedBallot.objects.filter(vote_id=vote_id).delete()
        destroy_keys(vote_id)


def _shrink_write_ahead_log() -> None:
    """On SQLite, take copies of deleted rows out of the write-ahead log."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
