from django.db.models import Count, Exists, Max, OuterRef
from django.utils.translation import gettext_lazy as _

from voting.api import BallotBox, Finding
from voting.plugins.roll_call.models import OpenBallot
from voting.schema import is_append_only, unlocked


class RollCall(BallotBox):
    """Ballots with names. Each change is a new revision; nothing is overwritten."""

    slug = "roll_call"
    label = _("Roll call: votes are shown with names")
    explanation = _("For boards and delegates.")
    promise = _("Your vote is shown with your name.")
    can_change = True
    shows_names = True

    def findings(self):
        if is_append_only(OpenBallot._meta.db_table):
            return []
        return [
            Finding(
                code="roll-call-not-append-only",
                problem=_("The database would let somebody change a named ballot."),
                remedy=_("Bring its triggers back: migrate “voting_roll_call” to zero and forward again."),
            )
        ]

    def put(self, *, vote, voter_ref, ballot):
        last = OpenBallot.objects.filter(vote_id=vote.id, voter_ref=voter_ref).aggregate(n=Max("revision"))[
            "n"
        ]
        OpenBallot.objects.create(
            vote_id=vote.id, voter_ref=voter_ref, revision=(last or 0) + 1, ballot=ballot
        )

    def stored(self, *, vote):
        return OpenBallot.objects.filter(vote_id=vote.id, revision=1).count()

    def open(self, *, vote):
        groups = (
            self._latest(vote.id).values_list("ballot").annotate(number=Count("voter_ref")).order_by("ballot")
        )
        return [(bytes(ballot), number) for ballot, number in groups]

    def named_ballots(self, *, vote):
        rows = self._latest(vote.id).order_by("voter_ref")
        return [(row.voter_ref, bytes(row.ballot)) for row in rows]

    def _latest(self, vote_id):
        """The ballots that count: the last revision of each voter."""
        later = OpenBallot.objects.filter(
            vote_id=vote_id, voter_ref=OuterRef("voter_ref"), revision__gt=OuterRef("revision")
        )
        return OpenBallot.objects.filter(~Exists(later), vote_id=vote_id)

    def ballot_of(self, *, vote, voter_ref):
        rows = OpenBallot.objects.filter(vote_id=vote.id, voter_ref=voter_ref).order_by("-revision")
        latest = rows.first()
        return bytes(latest.ballot) if latest else None

    def ballots_of(self, *, vote, voter_ref):
        rows = OpenBallot.objects.filter(vote_id=vote.id, voter_ref=voter_ref).order_by("revision")
        return [bytes(row.ballot) for row in rows]

    def erase_voter(self, *, vote_id, voter_ref, replacement):
        mine = OpenBallot.objects.filter(vote_id=vote_id, voter_ref=voter_ref)
        if mine.exists():
            with unlocked(OpenBallot._meta.db_table):
                mine.update(voter_ref=replacement)

    def forget(self, *, vote_id):
        with unlocked(OpenBallot._meta.db_table):
            OpenBallot.objects.filter(vote_id=vote_id).delete()
