"""The four kinds of plugin, where each enters, and what stands in for one that is gone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from voting.api.counts import Count, Lot
from voting.api.values import (
    Check,
    Contact,
    ContestSpec,
    Decision,
    Finding,
    InvalidSettings,
    Option,
    PluginMissing,
    Turnout,
    VoteRef,
)
from voting.registry import Registry


class Plugin:
    """`slug` is stored with each vote; `label` is what editors choose; `explanation` one sentence."""

    slug: str = ""
    label: Any = ""
    explanation: Any = ""
    is_missing = False
    # Whether editors can choose it.
    is_offered = True


class CountingMethod(Plugin):
    """What a ballot looks like, whether one is valid, and how ballots are counted.

    A selection is one voter's answer in one contest: a JSON value, `None` when
    the contest was skipped. Every built-in method uses one of these forms:

    - one choice: its key;
    - approval: the keys, in the contest's order;
    - ranking: a list of places, the best first; a place is a key, or a list
      of keys that stand level, or an empty list for a rank that was skipped;
    - scores: a list with a whole number, or null, for each choice of the contest.
    """

    # one, approval, ranking or scores: which of these forms; "" for another one.
    ballot_type = ""
    # The settings an editor can make; their values reach `count` as contest.options.
    options: Sequence[Option] = ()
    # How many seats it can fill at once.
    most_seats = 1
    # Whether a tally is a share of the ballots, so that a threshold makes sense.
    has_shares = True
    # Whether the count has a pairwise matrix.
    has_pairwise = False

    # The part of the ballot that asks this contest; gets `contest` and `selection`.
    ballot_template = ""
    # Choices the method brings itself: (key, kind, label).
    fixed_choices: Sequence[tuple[str, str, Any]] = ()

    def clean_options(self, *, options: Mapping[str, Any]) -> dict[str, Any]:
        """Every option of the method as it is stored, given or by default; raises InvalidSettings.

        Values may be given as text; unknown names are refused.
        """
        known = {option.name: option for option in self.options}
        problems = {
            name: _("“%(method)s” has no such setting.") % {"method": self.label}
            for name in options
            if name not in known
        }
        cleaned = {}
        for name, option in known.items():
            try:
                cleaned[name] = _clean_option(option, options.get(name))
            except ValueError as error:
                problems[name] = error.args[0]
        if problems:
            raise InvalidSettings(problems)
        return cleaned

    def check_contest(self, *, contest: ContestSpec) -> None:
        """Refuse a contest this method cannot ask; raises InvalidSettings."""

    def read_selection(self, *, contest: ContestSpec, data: Mapping[str, Sequence[str]]) -> Any:
        """A selection from submitted form values (name to list of values); raises InvalidBallot.

        Names are the contest's key, or start with the contest's key and a dot.
        """
        raise NotImplementedError

    def check_selection(self, *, contest: ContestSpec, selection: Any) -> None:
        """Refuse a selection that this contest does not allow; raises InvalidBallot."""
        raise NotImplementedError

    def browser_rules(self, *, contest: ContestSpec) -> dict[str, Any]:
        """What a browser needs to read, check and review a selection by itself; empty if it cannot.

        JSON values: `form` names one of the four forms above, the other
        values are its limits and its words in the active language. A browser
        checks no more than these say, and nobody sees what it seals: a method
        that refuses anything else must answer with nothing, so that the site
        reads its ballots when they arrive. `voting.api` has what the built-in
        forms need.
        """
        return {}

    def chosen_keys(self, *, contest: ContestSpec, selection: Any) -> tuple[str, ...]:
        """The choices a selection names, in the voter's order, for the review before casting."""
        raise NotImplementedError

    def form_fields(self, *, contest: ContestSpec, selection: Any) -> dict[str, list[str]]:
        """The form values in which a selection stands: what `read_selection` would read it from."""
        keys = self.chosen_keys(contest=contest, selection=selection)
        return {contest.key: list(keys)} if keys else {}

    def answer_words(
        self, *, contest: ContestSpec, selection: Any, labels: Mapping[str, str]
    ) -> tuple[str, ...]:
        """What a selection says, line by line, in the active language; nothing for a skipped contest.

        `labels`: the words of the choices by key.
        """
        return tuple(labels[key] for key in self.chosen_keys(contest=contest, selection=selection))

    def count(self, *, contest: ContestSpec, ballots: Iterable[tuple[Any, int]], lot: Lot) -> Count:
        """Count distinct selections, each with the number of ballots that hold it.

        The result depends neither on the order of the ballots nor on that of
        the choices. `lot` is asked only where the method's own published
        steps leave choices level.
        """
        raise NotImplementedError


def _clean_option(option: Option, value: Any) -> Any:
    """A value of an option; raises ValueError with a full sentence."""
    if value is None or value == "":
        return option.default
    if option.kind == "flag":
        if isinstance(value, bool):
            return value
        flags = {"true": True, "false": False, "yes": True, "no": False}
        if not isinstance(value, str) or value not in flags:
            raise ValueError(_("Say yes or no."))
        return flags[value]
    if option.kind == "number":
        # Neither true nor 2.5 is a number of anything here.
        if type(value) not in (int, str):
            raise ValueError(_("Give a whole number."))
        try:
            number = int(value)
        except ValueError:
            raise ValueError(_("Give a whole number.")) from None
        if number < option.least or (option.most is not None and number > option.most):
            if option.most is None:
                raise ValueError(_("This must be at least %(least)d.") % {"least": option.least})
            raise ValueError(
                _("This must be from %(least)d to %(most)d.") % {"least": option.least, "most": option.most}
            )
        return number
    if value not in [allowed for allowed, _label in option.choices]:
        raise ValueError(_("Choose one of the list."))
    return value


class DecisionRule(Plugin):
    """Whether a count decides, and in which words."""

    def clean_settings(self, *, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Settings as they are stored (JSON values); raises InvalidSettings."""
        raise NotImplementedError

    def sentence(self, *, settings: Mapping[str, Any]) -> str:
        """The rule in one sentence, in the active language: it stands on the ballot."""
        raise NotImplementedError

    def check_contest(self, *, contest: ContestSpec, method: CountingMethod, settings: Mapping[str, Any]):
        """Refuse a contest or a method this rule cannot decide; raises InvalidSettings."""

    def threshold(self, *, settings: Mapping[str, Any]) -> Fraction | None:
        """The share that decides, for drawing the line in a chart."""
        return None

    def decide(
        self, *, contest: ContestSpec, count: Count, turnout: Turnout, settings: Mapping[str, Any]
    ) -> Decision:
        raise NotImplementedError


class BallotBox(Plugin):
    """How a ballot is kept, whether it can be changed, and what is published.

    A ballot is bytes: canonical JSON of the voter's selections.
    """

    # One sentence for members, printed on the ballot.
    promise: Any = ""
    # Whether casting again replaces the ballot, until the vote closes.
    can_change = False
    # Whether the result names who chose what.
    shows_names = False
    # A vote with fewer people on its roll cannot open.
    least_voters = 1
    # Whether each ballot can carry a random code that its voter finds again in the published list.
    has_tracking_codes = False
    # Whether a browser can seal a ballot by itself, so that the site never sees it.
    seals_in_browser = False
    # Whether officers hold the key, so that somebody must make it before and bring it after the vote.
    kept_by_officers = False

    def findings(self) -> list[Finding]:
        """What about this installation could betray a voter of this box; empty when all is well."""
        return []

    def announcing_problems(self, *, vote_id: str) -> list[str]:
        """What the box lacks before a vote can be announced, as full sentences."""
        return []

    def opening_problems(self, *, vote: VoteRef) -> list[str]:
        """What the box lacks before an announced vote can open, as full sentences."""
        return []

    def prepare(self, *, vote_id: str) -> dict[str, Any]:
        """Make what the box needs before the vote is announced; the answer goes into the manifest."""
        return {}

    def opening_facts(self, *, vote: VoteRef) -> dict[str, Any]:
        """What the log should say about the box when the vote opens (JSON values)."""
        return {}

    def begin(self, *, vote: VoteRef) -> None:
        """Make room for the ballots of a vote, inside the transaction that opens it."""

    def put(self, *, vote: VoteRef, voter_ref: str, ballot: bytes) -> None:
        """Store one ballot, inside the transaction that records the participation.

        Never called twice at once for one voter. Raises InvalidBallot.
        """
        raise NotImplementedError

    def sealing(self, *, vote: VoteRef) -> dict[str, Any]:
        """What a browser needs to seal a ballot of this vote (JSON values); empty if it cannot."""
        return {}

    def put_sealed(self, *, vote: VoteRef, voter_ref: str, sealed: bytes) -> None:
        """As `put`, for a ballot that the voter's own browser has sealed. Raises InvalidBallot."""
        raise NotImplementedError

    def waits_for(self, *, vote: VoteRef) -> str:
        """What a closed vote still waits for before it can be opened, as a sentence; "" for nothing."""
        return ""

    def stored(self, *, vote: VoteRef) -> int:
        """How many voters' ballots the box holds: this equals the number of participations."""
        raise NotImplementedError

    def open(self, *, vote: VoteRef) -> Iterable[tuple[bytes, int]]:
        """The distinct ballots, once the vote is closed, each with how many hold it.

        Grouped by the database, in an order that says nothing; the same each time.
        """
        raise NotImplementedError

    def named_ballots(self, *, vote: VoteRef) -> list[tuple[str, bytes]]:
        """(voter_ref, ballot) of a box that shows names; empty otherwise."""
        return []

    def ballot_of(self, *, vote: VoteRef, voter_ref: str) -> bytes | None:
        """One voter's own ballot, where the box keeps names; None otherwise."""
        return None

    def ballots_of(self, *, vote: VoteRef, voter_ref: str) -> list[bytes]:
        """Everything the box keeps under one voter's name, the oldest first; the last one counts."""
        own = self.ballot_of(vote=vote, voter_ref=voter_ref)
        return [own] if own is not None else []

    def destroy_secrets(self, *, vote: VoteRef) -> bool:
        """Destroy what could still open a ballot; True when there was something to destroy."""
        return False

    def erase_voter(self, *, vote_id: str, voter_ref: str, replacement: str) -> None:
        """Replace a person's reference wherever the box keeps it; the choice stays."""

    def forget(self, *, vote_id: str) -> None:
        """Remove every trace of a vote: only demo votes are ever removed."""
        raise NotImplementedError


class Electorate(Plugin):
    """Who is on the roll, and why not."""

    def sentence(self, *, cutoff: date) -> str:
        """Who may vote, in one sentence, in the active language."""
        raise NotImplementedError

    def voter_refs(self, *, cutoff: date) -> Iterable[str]:
        """A stable reference for each person on the roll; never a user id."""
        raise NotImplementedError

    def ref_for(self, *, user: Any) -> str | None:
        """The reference of the person who is signed in, whether or not on a roll; None for nobody known."""
        raise NotImplementedError

    def earlier_refs_for(self, *, user: Any) -> list[str]:
        """Other references by which votes that are over know the person who is signed in.

        As of two entries that turned out to be one person. Nobody votes by them.
        """
        return []

    def checks(self, *, user: Any, cutoff: date) -> list[Check]:
        """Each rule with pass or fail for this person."""
        raise NotImplementedError

    def checks_of(self, *, ref: str, cutoff: date) -> list[Check]:
        """As `checks`, of a person by reference: what tellers read who answer her appeal.

        An electorate that does not say gives nothing.
        """
        return []

    def contacts(self, *, refs: Iterable[str]) -> Mapping[str, Contact]:
        """Names and addresses by reference; people without an address are left out."""
        raise NotImplementedError

    def wanting(self, *, refs: Iterable[str], kind: str) -> set[str]:
        """Those of these people who want mails of a kind: "invitation", "reminder" or "outcome".

        Everybody, unless the electorate lets people choose. Whoever wants no
        mail stays on the roll.
        """
        return set(refs)

    def names(self, *, refs: Iterable[str]) -> Mapping[str, str]:
        """Names by reference, for votes that are shown with names."""
        raise NotImplementedError

    def find(self, *, text: str, limit: int) -> list[tuple[str, str, str]]:
        """People for whom tellers look: (reference, name, detail), at most `limit`, in a steady order.

        `text`: a part of a name, an address or a number, never empty. `detail`
        tells people of one name apart, as a member number does; "" for nothing.
        An electorate in which nobody can be looked up finds nobody.
        """
        return []

    def left_out(self, *, cutoff: date) -> list[tuple[str, int]]:
        """(why, how many) of those who are not on the roll as things stand; a person counts once.

        In the active language, the most frequent first. An electorate that does
        not say gives nothing.
        """
        return []

    def members(self, *, cutoff: date) -> int | None:
        """How many members there are, on this roll or not; None where the electorate does not know."""
        return None


class _Missing:
    is_missing = True
    label = _("No longer installed")

    def __init__(self, slug: str):
        self.slug = slug

    def _refuse(self, *args, **kwargs):
        raise PluginMissing(f"The plugin {self.slug!r} is not installed.")


class MissingCountingMethod(_Missing, CountingMethod):
    read_selection = check_selection = chosen_keys = count = check_contest = _Missing._refuse
    clean_options = form_fields = answer_words = browser_rules = _Missing._refuse


class MissingDecisionRule(_Missing, DecisionRule):
    clean_settings = decide = _Missing._refuse

    def sentence(self, *, settings):
        return ""


class MissingBallotBox(_Missing, BallotBox):
    prepare = begin = put = put_sealed = stored = open = forget = _Missing._refuse


class MissingElectorate(_Missing, Electorate):
    voter_refs = checks = _Missing._refuse

    def sentence(self, *, cutoff):
        return ""

    def ref_for(self, *, user):
        return None

    def contacts(self, *, refs):
        return {}

    def names(self, *, refs):
        return {}

    def find(self, *, text, limit):
        return []


counting_methods = Registry(CountingMethod, MissingCountingMethod)
decision_rules = Registry(DecisionRule, MissingDecisionRule)
ballot_boxes = Registry(BallotBox, MissingBallotBox)
electorates = Registry(Electorate, MissingElectorate)
