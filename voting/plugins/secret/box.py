from cryptography.hazmat.primitives.asymmetric import ec
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from voting.api import BallotBox, InvalidBallot, VoteRef
from voting.plugins.secret import tables
from voting.plugins.secret.doctor import examine
from voting.plugins.secret.keys import (
    KeysMissing,
    destroy_keys,
    make_outer_key,
    make_tally_key,
    public_text,
    read_outer_key,
    read_tally_key,
)
from voting.plugins.secret.models import OpenedBallot
from voting.plugins.secret.opening import open_all
from voting.plugins.secret.sealing import (
    SUITE,
    BallotTooLong,
    public_key,
    seal,
    sealed_length,
    wrap,
    wrapped_length,
)

KEYS_GONE = _("The key files of this vote are not there: its ballots could never be opened.")


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

    def findings(self):
        return examine()

    def opening_problems(self, *, vote):
        try:
            public = self.tally_key(vote=vote).public_key()
        except KeysMissing:
            return [KEYS_GONE]
        if public_text(public) != vote.manifest["box"]["public_key"]:
            return [_("The key file of this vote is another one than the ballots are sealed to.")]
        return self.outer_key_problems(vote=vote)

    def outer_key_problems(self, *, vote: VoteRef) -> list[str]:
        """As `opening_problems`, of the key of the second layer, which the site keeps in any case."""
        try:
            read_outer_key(vote.id)
        except KeysMissing:
            return [KEYS_GONE]
        return []

    def prepare(self, *, vote_id):
        make_outer_key(vote_id)
        public = make_tally_key(vote_id).public_key()
        return {"public_key": public_text(public), "key_kept_by": "server"}

    def begin(self, *, vote):
        tables.make_table(vote.id, length=wrapped_length(vote.manifest["ballot_length"]))

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
        # Refused here: the database would write the refused row into its log.
        if len(sealed) != sealed_length(vote.manifest["ballot_length"]):
            raise InvalidBallot
        outer = read_outer_key(vote.id)
        tables.insert(vote.id, wrap(sealed=sealed, outer=outer, bound_to=vote.manifest_sha256))

    def stored(self, *, vote):
        return tables.count(vote.id)

    def tally_key(self, *, vote: VoteRef) -> ec.EllipticCurvePrivateKey:
        """The key that opens the ballots of a closed vote; raises KeysMissing."""
        return read_tally_key(vote.id)

    def open_with(self, *, vote: VoteRef, private: ec.EllipticCurvePrivateKey) -> None:
        """Open every ballot of a closed vote, unless that was done before. Raises KeysMissing."""
        if not self.is_opened(vote=vote):
            open_all(vote=vote, private=private)

    def is_opened(self, *, vote: VoteRef) -> bool:
        """Whether ballots were taken out of the box; never, where nobody cast one."""
        return OpenedBallot.objects.filter(vote_id=vote.id).exists()

    def open(self, *, vote):
        if not self.is_opened(vote=vote) and self.stored(vote=vote):
            self.open_with(vote=vote, private=self.tally_key(vote=vote))
        groups = (
            OpenedBallot.objects.filter(vote_id=vote.id)
            .values_list("ballot")
            .annotate(number=Count("id"))
            .order_by("ballot")
        )
        return ((bytes(ballot), number) for ballot, number in groups.iterator())

    def destroy_secrets(self, *, vote):
        had_ballots = tables.drop_table(vote.id)
        # The keys go at once, the ballots with the commit: after a crash in
        # between only the ballots are left, and that still is a destruction.
        return destroy_keys(vote.id) or had_ballots

    def forget(self, *, vote_id):
        tables.drop_table(vote_id)
        OpenedBallot.objects.filter(vote_id=vote_id).delete()
        destroy_keys(vote_id)
