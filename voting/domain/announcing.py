"""Announcing a vote: what must be there first, and freezing it."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from voting.api import (
    BallotBox,
    Electorate,
    InvalidSettings,
    ballot_boxes,
    counting_methods,
    decision_rules,
    electorates,
)
from voting.blocks import ADVICE, rule_of
from voting.domain.canonical import sha256
from voting.domain.completeness import missing_words
from voting.domain.errors import NotReady
from voting.domain.log import record
from voting.domain.manifest import (
    build_manifest,
    enabled_languages,
    freeze,
    page_in_each_language,
)
from voting.domain.transitions import locked, move_to
from voting.models import Choice, Contest, Disclosure, MemberVote, State
from voting.validators import tracking_codes_problem

TELLERS_NEEDED = 2


def problems(*, member_vote: MemberVote, at: datetime) -> list[str]:
    """What is missing before this vote can be announced, as full sentences; empty when it can be."""
    found = [*_missing_facts(member_vote, at), *_missing_plugins(member_vote)]
    if found:
        return found
    return [
        *_rule_problems(member_vote),
        *_word_problems(member_vote),
        *_box_problems(member_vote),
        *roll_problems(
            box=member_vote.ballot_box,
            electorate=member_vote.electorate_plugin,
            cutoff=member_vote.standing_cutoff,
        ),
    ]


def announce_vote(*, member_vote: MemberVote, at: datetime, actor=None) -> MemberVote:
    """Freeze the vote into its manifest. Raises NotReady with the list of what is missing."""
    with transaction.atomic():
        vote = locked(member_vote, State.DRAFT)
        missing = problems(member_vote=vote, at=at)
        if missing:
            raise NotReady(missing)
        freeze_words(vote=vote, at=at)
        record(
            member_vote=vote,
            at=at,
            kind="announced",
            actor=actor,
            payload={"manifest_sha256": vote.manifest_sha256.hex()},
        )
        return move_to(vote, State.ANNOUNCED)


def freeze_words(*, vote: MemberVote, at: datetime) -> None:
    """Write the manifest of a locked draft, and its contests; nothing is checked here."""
    manifest = build_manifest(vote)
    vote.manifest = freeze(manifest)
    vote.manifest_sha256 = sha256(vote.manifest.encode())
    vote.announced_at = at
    vote.save(update_fields=["manifest", "manifest_sha256", "announced_at"])
    _write_contests(vote, manifest)


def _write_contests(vote: MemberVote, manifest: dict) -> None:
    for order, contest in enumerate(manifest["contests"]):
        row = Contest.objects.create(
            member_vote=vote,
            key=contest["key"],
            order=order,
            subject_id=contest["subject"],
            method=contest["method"],
            rule=contest["rule"]["slug"],
            rule_settings=contest["rule"]["settings"],
            seats=contest["seats"],
            options=contest["options"],
        )
        Choice.objects.bulk_create(
            Choice(contest=row, key=choice["key"], order=number, kind=choice["kind"], page_id=choice["page"])
            for number, choice in enumerate(contest["choices"])
        )


def _missing_facts(vote, at):
    if not vote.page.live:
        yield _("The page of the vote is not published.")
    if not vote.standing_cutoff:
        yield _("The cut-off date is missing.")
    if not vote.opens_at or not vote.closes_at:
        yield _("The opening or the closing time is missing.")
    # A survey may open at once.
    elif vote.opens_at <= at and not vote.is_advisory:
        yield _("The opening time has passed. Choose a later one.")
    elif vote.closes_at <= vote.opens_at:
        yield _("The vote must close after it opens.")
    elif vote.closes_at <= at:
        yield _("The closing time has passed. Choose a later one.")
    if len(vote.page.contests) == 0:
        yield _("There is no contest yet.")
    if vote.tellers.count() < TELLERS_NEEDED and not vote.is_advisory:
        yield _("Two tellers are needed. Appoint them first.")


def _missing_plugins(vote):
    if vote.box not in ballot_boxes:
        yield _("The ballot box “%(slug)s” is not installed.") % {"slug": vote.box}
    if vote.electorate not in electorates:
        yield _("The electorate “%(slug)s” is not installed.") % {"slug": vote.electorate}
    for block in vote.page.contests:
        if block.value["method"] not in counting_methods:
            yield _("The counting method “%(slug)s” is not installed.") % {"slug": block.value["method"]}
        slug = ADVICE if vote.is_advisory else block.value["rule"]["rule"]
        if slug not in decision_rules:
            yield _("The decision rule “%(slug)s” is not installed.") % {"slug": slug}


def _rule_problems(vote):
    for block in vote.page.contests:
        value = block.value
        rule, settings = rule_of(value, advisory=vote.is_advisory)
        if rule.slug == ADVICE and not vote.is_advisory:
            yield _("The rule of “%(question)s” decides nothing. Choose another, or make this a survey.") % {
                "question": value["question"]
            }
        try:
            cleaned = rule.clean_settings(settings=settings)
            if cleaned.get("quorum_kind") == "percent_of_members" and not _knows_members(vote):
                raise InvalidSettings(
                    {"quorum_kind": _("Nobody knows how many members there are. Choose another quorum.")}
                )
        except InvalidSettings as error:
            for sentence in error.problems.values():
                yield _("The rule of “%(question)s”: %(problem)s") % {
                    "question": value["question"],
                    "problem": sentence,
                }


def _knows_members(vote) -> bool:
    return vote.electorate_plugin.members(cutoff=vote.standing_cutoff) is not None


def _word_problems(vote):
    """A decision is put in every language; a survey may be put in the one it was written in."""
    pages = page_in_each_language(vote.page)
    codes = [vote.page.locale.language_code] if vote.is_advisory else enabled_languages()
    for code in codes:
        yield from missing_words(page=vote.page, translated=pages.get(code), code=code)


def _box_problems(vote):
    box = vote.ballot_box
    yield from box.announcing_problems(vote_id=str(vote.pk))
    if vote.tracking_codes:
        publishes_ballots = vote.disclosure == Disclosure.BALLOTS
        problem = tracking_codes_problem(box=vote.box, publishes_ballots=publishes_ballots)
        if problem:
            yield problem


def roll_problems(*, box: BallotBox, electorate: Electorate, cutoff: date) -> Iterator[str]:
    """Why a ballot box could not be used with this electorate, as things stand."""
    eligible = sum(1 for _ref in electorate.voter_refs(cutoff=cutoff))
    if eligible < box.least_voters:
        yield _("Only %(eligible)d people may vote; this ballot box needs %(least)d.") % {
            "eligible": eligible,
            "least": box.least_voters,
        }
