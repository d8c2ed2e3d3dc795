"""What records would do to the roll, before anything is written."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.utils.translation import gettext as _

from members.importing.catalog import Catalog, read_catalog
from members.importing.checking import problems_in
from members.importing.difference import Comparer, Difference, carry_out
from members.importing.mapping import Options
from members.importing.matching import match
from members.importing.people import Directory, Person, new_person, people_on_roll
from members.importing.record import PersonRecord
from members.importing.rows import Problem, RefusedRow
from members.importing.vanished import members_not_among
from members.models import ImportRow, address_key

Outcome = ImportRow.Outcome
_AT_A_TIME = 1000


@dataclass(slots=True)
class PlannedRow:
    """One record and what would come of it.

    `target`: the primary key of the member on the roll; -1, -2 ... for those the plan adds;
    0 where nobody is known. `difference`: what a new or changed member gets.
    """

    number: int
    outcome: str
    target: int = 0
    problems: tuple[Problem, ...] = ()
    difference: Difference | None = None


@dataclass
class Plan:
    """`rows`: all but the unchanged and the skipped ones that there is nothing to say about.

    `counts`: {outcome: number}, over all rows. `vanished`: primary keys of members whom no
    row names. `named`: {target: the first row about it}. `without_address`, `shared_addresses`:
    numbers of rows.
    """

    on: date
    options: Options
    catalog: Catalog
    rows: list[PlannedRow] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    vanished: list[int] = field(default_factory=list)
    named: dict[int, int] = field(default_factory=dict)
    without_address: list[int] = field(default_factory=list)
    shared_addresses: list[int] = field(default_factory=list)
    # Full sentences about the source as a whole, each with the rows it is about.
    notes: list[dict] = field(default_factory=list)
    fingerprint: str = ""

    @property
    def changes_something(self) -> bool:
        return bool(self.counts[Outcome.NEW] or self.counts[Outcome.CHANGED])

    @property
    def has_refused(self) -> bool:
        return bool(self.counts[Outcome.REFUSED] or self.counts[Outcome.AMBIGUOUS])

    def shown(self, row: PlannedRow) -> dict[str, list[str]]:
        """What the row changes, field by field: {field: [old, new]}."""
        return row.difference.shown if row.difference else {}


def plan_records(
    records: Iterable[PersonRecord | RefusedRow],
    *,
    on: date,
    options: Options | None = None,
    titles: Mapping[str, str] | None = None,
    expects_membership: bool = False,
    whole_list: bool = False,
    system: str = "",
    check: bool = True,
) -> Plan:
    """Hold records against the roll and say what each would do. Nothing is written.

    `on`: today. `titles`: {our field: what the source calls it}, for the problems.
    `expects_membership`: the source tells members from others by a membership, so somebody
    unknown without one is skipped. `whole_list`: members in good standing whom no record names
    are listed as vanished, or those with a number in `system` where that is given.
    `check`: look into the values too; the reader of a file has done that already.

    To apply the plan, make it inside the transaction that writes it, or compare fingerprints.
    """
    planner = Planner(
        on=on,
        options=options or Options(),
        titles=titles or {},
        expects_membership=expects_membership,
        check=check,
    )
    for some in some_at_a_time(records):
        planner.plan.rows += planner.take(some)
    return planner.finish(whole_list=whole_list, system=system)


def some_at_a_time(records: Iterable) -> Iterator[list]:
    records = iter(records)
    while some := list(islice(records, _AT_A_TIME)):
        yield some


class Planner:
    """Plans records some at a time: `plan_records` for those who do not keep all rows in memory.

    `take` gives the rows of some records, `wrote` says that these were written, `finish` ends the plan.
    """

    def __init__(self, *, on, options, titles, expects_membership, check):
        self.titles = titles
        self.expects_membership = expects_membership
        self.check = check
        self.plan = Plan(on=on, options=options, catalog=read_catalog())
        self.comparer = Comparer(on=on, options=options, catalog=self.plan.catalog)
        self.directory = Directory()
        # Everybody whom the records at hand name, as the earlier rows leave them.
        self.people: dict[int, Person] = {}
        self.added: dict[int, PersonRecord] = {}
        self.last_target = 0
        # The first primary key of a member whom this plan has added and written.
        self.first_written: int | None = None
        # {target: what its rows change}, and {target: the first row about it}.
        self.done: dict[int, list[Difference]] = {}
        self.named: dict[int, int] = {}
        # Whom rows may be about of which nothing comes: they have not vanished.
        self.mentioned: set[int] = set()
        self.digest = hashlib.sha256()

    def take(self, records: list[PersonRecord | RefusedRow]) -> list[PlannedRow]:
        """The rows of these records, but those that there is nothing to say about."""
        said = [record for record in map(_identity, records) if record is not None]
        self._fetch(self.directory.look_up(said))
        rows = []
        for record in records:
            row = self._refused(record) if isinstance(record, RefusedRow) else self._row(record)
            self.plan.counts[row.outcome] += 1
            if row.outcome not in (Outcome.UNCHANGED, Outcome.SKIPPED) or row.problems:
                rows.append(row)
            self._note_down(row)
        return rows

    def wrote(self, added: Mapping[int, int]) -> None:
        """What was planned so far stands on the roll; `added`: {target: primary key} of the new members."""
        for target, pk in added.items():
            self.named[pk] = self.named.pop(target)
        if added and self.first_written is None:
            self.first_written = min(added.values())
        self.added, self.done, self.people = {}, {}, {}
        self.directory = Directory()

    def _note_down(self, row: PlannedRow) -> None:
        """Into the fingerprint: the same whether or not earlier rows are written already."""
        target: int | str = row.target
        if target < 0 or (self.first_written is not None and target >= self.first_written):
            target = f"row {self.named.get(target)}"
        shown = row.difference.shown if row.outcome == Outcome.CHANGED else None
        self.digest.update(repr((row.number, str(row.outcome), target, shown)).encode())

    def finish(self, *, whole_list: bool, system: str) -> Plan:
        plan = self.plan
        if whole_list:
            plan.vanished = members_not_among(self.named.keys() | self.mentioned, on=plan.on, system=system)
            plan.counts[Outcome.VANISHED] = len(plan.vanished)
        plan.named = self.named
        plan.fingerprint = self.digest.hexdigest()
        return plan

    def _fetch(self, targets: set[int]) -> None:
        self.people = people_on_roll(target for target in targets if target > 0)
        for target in targets:
            if target < 0:
                person = self.people[target] = new_person(target)
                self._carry_out(person, self.comparer.compare(person, self.added[target])[0])
            for difference in self.done.get(target, ()):
                self._carry_out(self.people[target], difference)

    def _carry_out(self, person: Person, difference: Difference) -> None:
        carry_out(person, difference, on=self.plan.on)

    def _refused(self, row: RefusedRow) -> PlannedRow:
        target = 0
        if row.identity is not None:
            found = match(row.identity, self.directory, self.people)
            self.mentioned.update(person.target for person in found.among)
            if found.person is not None and found.person.target > 0:
                target = found.person.target
                self.mentioned.add(target)
        return PlannedRow(row.number, Outcome.REFUSED, target, row.problems)

    def _row(self, record: PersonRecord) -> PlannedRow:
        if self.check and (problems := problems_in(record)):
            return self._refusal(record, 0, problems)
        found = match(
            record, self.directory, self.people, address_is_enough=self.plan.options.address_is_enough
        )
        if found.why:
            self.mentioned.update(person.target for person in found.among)
            return PlannedRow(record.number, Outcome.AMBIGUOUS, 0, (Problem("", found.why),))
        if found.person is not None:
            return self._known(record, found.person)
        if self.expects_membership and self.plan.options.without_membership == "skip" and _says_none(record):
            return PlannedRow(record.number, Outcome.SKIPPED)
        return self._new(record)

    def _new(self, record: PersonRecord) -> PlannedRow:
        if not (record.member_no or record.external_ids or record.emails):
            # The next import would not find them again.
            why = _("The row names nobody: it has no member number, no number elsewhere and no address.")
            return self._refusal(record, 0, [Problem("", why)])
        target = self.last_target - 1
        person = new_person(target)
        difference, problems = self.comparer.compare(person, record)
        if problems:
            return self._refusal(record, 0, problems)
        self.added[target], self.last_target = record, target
        self.named[target] = record.number
        self._tell_about_addresses(record, person, difference)
        self._carry_out(person, difference)
        self.people[target] = person
        self.directory.add(target, member_no=person.member_no, ids=person.external_ids, keys=person.keys)
        return PlannedRow(record.number, Outcome.NEW, target, difference=difference)

    def _known(self, record: PersonRecord, person: Person) -> PlannedRow:
        target = person.target
        earlier = self.named.get(target)
        difference, problems = self.comparer.compare(person, record)
        if problems:
            return self._refusal(record, target, problems)
        said_before = ()
        if earlier is not None:
            if not difference.is_about_dues_alone:
                return self._refusal(record, target, [self._says_something_else(earlier, difference)])
            said_before = (Problem("", _("Row %(row)s is about the same member.") % {"row": earlier}),)
        self.named.setdefault(target, record.number)
        self._tell_about_addresses(record, person, difference)
        if not difference.shown:
            return PlannedRow(record.number, Outcome.UNCHANGED, target, said_before)
        self._carry_out(person, difference)
        self.done.setdefault(target, []).append(difference)
        self.directory.add(
            target,
            member_no=difference.fields.get("member_no", ("", ""))[1],
            ids=difference.external_ids,
            keys=map(address_key, difference.add_emails),
        )
        return PlannedRow(record.number, Outcome.CHANGED, target, said_before, difference=difference)

    def _says_something_else(self, earlier: int, difference: Difference) -> Problem:
        names = ", ".join(self.titles.get(name, name) for name in difference.shown)
        return Problem(
            "",
            _("Row %(row)s is about the same member and says something else: %(columns)s.")
            % {"row": earlier, "columns": names},
        )

    def _refusal(self, record: PersonRecord, target: int, problems: list[Problem]) -> PlannedRow:
        self.mentioned.add(target)
        titled = tuple(Problem(self.titles.get(each.column, each.column), each.message) for each in problems)
        return PlannedRow(record.number, Outcome.REFUSED, target, titled)

    def _tell_about_addresses(self, record: PersonRecord, person: Person, difference: Difference) -> None:
        """Note who has no address, and who has one that is another member's too."""
        if not person.emails and not difference.add_emails:
            self.plan.without_address.append(record.number)
        for address in difference.add_emails:
            if any(other != person.target for other in self.directory.at(address_key(address))):
                self.plan.shared_addresses.append(record.number)
                break


def _identity(record: PersonRecord | RefusedRow) -> PersonRecord | None:
    return record.identity if isinstance(record, RefusedRow) else record


def _says_none(record: PersonRecord) -> bool:
    """Whether a record says nothing of a membership."""
    return not (
        record.tier or record.starts_on or record.expires_on or record.has_no_end or record.cancelled_on
    )
