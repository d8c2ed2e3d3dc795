"""What anybody may download of a published vote: its ballots, if it publishes them, and its figures.

One file a contest, so that nothing ties a voter's choices in two contests
together; and the whole count in JSON, for a second count.
"""

import json
from fractions import Fraction
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from voting.api import counting_methods
from voting.ballot_files.blt import write_blt
from voting.ballot_files.csv_files import write_csv, written_rows
from voting.ballot_files.report import number_text
from voting.ballot_files.vote_json import choices_in
from voting.domain.canonical import sha256
from voting.domain.exporting import published_contests
from voting.domain.manifest import manifest_of, words
from voting.models import MemberVote

# A published result does not change any more.
PUBLIC = "public, max-age=3600"
_KEPT_SECONDS = 24 * 3600
_TYPES = {
    "blt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


@require_safe
def count_file(request, vote_id):
    """The whole count: every contest with its rules, its ballots and its result."""
    vote = _published_vote(vote_id)
    return _answer(request, vote, 0, "json", lambda: _as_json(published_contests(vote)))


@require_safe
def contest_file(request, vote_id, number, ending):
    """One contest (counted from 1) as a BLT, CSV or JSON file."""
    vote = _published_vote(vote_id)
    if not 1 <= number <= len(manifest_of(vote)["contests"]) or ending not in _TYPES:
        raise Http404
    return _answer(request, vote, number, ending, lambda: _contest_text(vote, number, ending))


def _published_vote(vote_id) -> MemberVote:
    return get_object_or_404(MemberVote.objects.published(), pk=vote_id)


def _contest_text(vote: MemberVote, number: int, ending: str) -> str:
    exported = published_contests(vote)
    contest = exported["contests"][number - 1]
    language = get_language()
    choices = choices_in(contest, language=language)
    form = counting_methods.get(contest["method"]).ballot_type
    if ending == "json":
        return _as_json({**exported, "contests": [contest]})
    if ending == "csv" and "ballots" not in contest:
        return _totals(contest, {choice.key: choice.label for choice in choices})
    if "ballots" not in contest or not form or (ending == "blt" and form == "scores"):
        raise Http404
    ballots = [(selection, weight) for weight, selection in contest["ballots"]]
    if ending == "csv":
        return write_csv(choices=choices, ballot_type=form, ballots=ballots)
    return write_blt(
        choices=choices,
        seats=contest["seats"],
        title=words(contest["question"], language),
        ballots=ballots,
    )


def _as_json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=1)


def _totals(contest: dict[str, Any], labels: dict[str, str]) -> str:
    """The votes of every choice in every round."""
    result = contest["result"]
    rounds = result["rounds"] or [{"n": 1, "tallies": result["tallies"], "elected": result["winners"]}]
    rows = [["round", "choice", "votes", "elected", "eliminated"]]
    for step in rounds:
        for key, votes in step["tallies"].items():
            elected, eliminated = key in step["elected"], key in step.get("eliminated", ())
            rows.append([step["n"], labels[key], number_text(Fraction(votes)), int(elected), int(eliminated)])
    return written_rows(rows)


def _answer(request, vote: MemberVote, number: int, ending: str, make_text) -> HttpResponse:
    """The same for everybody, without a cookie; made once a day at most."""
    key = f"export:{vote.pk}:{number}:{ending}:{get_language()}"
    content = cache.get(key)
    if content is None:
        content = make_text().encode()
        cache.set(key, content, _KEPT_SECONDS)
    response = HttpResponse(content, content_type=_TYPES[ending])
    name = file_name(vote, number)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response.headers["Cache-Control"] = PUBLIC
    etag = f'"{sha256(content).hex()[:32]}"'
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def file_name(vote: MemberVote, number: int) -> str:
    """Readable, in plain letters: the title and the question."""
    manifest = manifest_of(vote)
    language = get_language()
    parts = [slugify(words(manifest["title"], language))[:50] or f"vote-{vote.pk}"]
    if number:
        question = words(manifest["contests"][number - 1]["question"], language)
        parts += [str(number), slugify(question)[:50]]
    return "-".join(filter(None, parts)).strip("-")
