"""The manifest: what a vote is, frozen when it is announced.

Everything afterwards (ballots, log, result) refers to its hash, so a changed
choice would be a different vote.
"""

import json
from datetime import UTC
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation
from wagtail.models import Locale

from voting.api import BallotBox, ballot_boxes, counting_methods
from voting.blocks import contest_spec, rule_of
from voting.domain.canonical import canonical_json
from voting.domain.completeness import child_with_id, missing_words
from voting.domain.log_key import log_of_manifest
from voting.models import MemberVote, MemberVotePage

FORMAT = 1
# With fewer ballots, or where all are alike, the single ones are not published: they would say who voted how.
LEAST_PUBLISHED = 10
# Sealed ballots are padded to a multiple of this many bytes.
_LENGTH_STEP = 256
# What a tracking code and the words around it take.
_CODE_LENGTH = 64


def page_in_each_language(page: MemberVotePage) -> dict[str, MemberVotePage]:
    """The vote's page by language code, for every enabled language that has a translation of its own."""
    enabled = {code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES}
    pages = (
        MemberVotePage.objects.filter(translation_key=page.translation_key, alias_of=None)
        .select_related("locale")
        .filter(locale__language_code__in=enabled)
    )
    return {translated.locale.language_code: translated for translated in pages}


def enabled_languages() -> list[str]:
    """Language codes of the site's page trees, the default one first."""
    enabled = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    present = set(Locale.objects.values_list("language_code", flat=True))
    return [code for code in enabled if code in present]


def build_manifest(member_vote: MemberVote) -> dict[str, Any]:
    """The manifest of a vote as it would be frozen now; the ballot box gets ready for it."""
    pages = _pages_to_freeze(member_vote)
    contests = [
        _contest(block=block, pages=pages, advisory=member_vote.is_advisory)
        for block in member_vote.page.contests
    ]
    box = ballot_boxes.get(member_vote.box)
    return {
        "format": FORMAT,
        "vote": str(member_vote.pk),
        "log": log_of_manifest(str(member_vote.pk)),
        "title": {code: page.title for code, page in pages.items()},
        "summary": {code: page.summary for code, page in pages.items()},
        "contests": contests,
        "kind": member_vote.kind,
        "publish": member_vote.disclosure,
        "least_published": LEAST_PUBLISHED,
        "tracking_codes": member_vote.tracking_codes,
        **_names(member_vote, box),
        "box": {"slug": member_vote.box, **box.prepare(vote_id=str(member_vote.pk))},
        "electorate": {
            "slug": member_vote.electorate,
            "cutoff": member_vote.standing_cutoff.isoformat(),
        },
        "opens_at": _utc(member_vote.opens_at),
        "closes_at": _utc(member_vote.closes_at),
        "challenge_hours": member_vote.challenge_hours,
        "ballot_length": _ballot_length(contests, tracked=member_vote.tracking_codes),
    }


def _names(member_vote: MemberVote, box: BallotBox) -> dict[str, Any]:
    """Who reads the names, and when, where the box keeps any."""
    if not box.shows_names:
        return {}
    return {"names": {"shown_to": member_vote.names_shown_to, "live": member_vote.names_live}}


def _pages_to_freeze(member_vote: MemberVote) -> dict[str, MemberVotePage]:
    """The page in each language; of a survey, in those whose translation is complete.

    Whoever reads another language is told that the survey is not in it.
    """
    pages = page_in_each_language(member_vote.page)
    if not member_vote.is_advisory:
        return pages
    return {
        code: page
        for code, page in pages.items()
        if page.pk == member_vote.page_id
        or not any(missing_words(page=member_vote.page, translated=page, code=code))
    }


def freeze(manifest: dict[str, Any]) -> str:
    """The manifest as the text that is stored, hashed and offered for download."""
    return canonical_json(manifest).decode()


@lru_cache(maxsize=64)
def _parsed(text: str) -> dict[str, Any]:
    return json.loads(text)


def manifest_of(member_vote: MemberVote) -> dict[str, Any]:
    """The frozen manifest of an announced vote. Shared: do not change it."""
    return _parsed(member_vote.manifest)


def words(texts: dict[str, str], language: str) -> str:
    """A text of the manifest in a language, else in the site's default language."""
    return texts.get(language) or texts.get(settings.LANGUAGE_CODE) or next(iter(texts.values()), "")


def _utc(moment) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _contest(*, block, pages, advisory: bool) -> dict[str, Any]:
    value = block.value
    spec = contest_spec(key=block.id, value=value)
    rule, settings_given = rule_of(value, advisory=advisory)
    # The same contest in each language: translations keep block ids.
    contest_blocks = {code: child_with_id(page.contests, block.id) for code, page in pages.items()}
    contest_blocks = {code: found for code, found in contest_blocks.items() if found is not None}
    return {
        "key": spec.key,
        "question": {code: found.value["question"] for code, found in contest_blocks.items()},
        "explanation": {
            code: str(found.value["explanation"] or "") for code, found in contest_blocks.items()
        },
        "subject": value["subject"].pk if value["subject"] else None,
        "method": value["method"],
        "rule": {"slug": rule.slug, "settings": rule.clean_settings(settings=settings_given)},
        "seats": spec.seats,
        "options": dict(spec.options),
        "choices": [
            _choice(spec=choice, value=value, contest_blocks=contest_blocks) for choice in spec.choices
        ],
    }


def _choice(*, spec, value, contest_blocks) -> dict[str, Any]:
    method = counting_methods.get(value["method"])
    fixed = {key: label for key, _kind, label in method.fixed_choices}
    if spec.key in fixed:
        labels = {}
        for code in contest_blocks:
            with translation.override(code):
                labels[code] = str(fixed[spec.key])
        return {"key": spec.key, "kind": spec.kind, "label": labels, "text": {}, "page": None}
    labels, texts, page = {}, {}, None
    for code, found in contest_blocks.items():
        item = child_with_id(found.value["choices"].bound_blocks, spec.key)
        if item is None:
            continue
        labels[code] = item.value["label"] or _title_in(item.value["page"], code)
        texts[code] = item.value["text"]
        page = page or item.value["page"]
    return {
        "key": spec.key,
        "kind": spec.kind,
        "label": labels,
        "text": {code: text for code, text in texts.items() if text},
        "page": page.pk if page else None,
    }


def _title_in(page, code: str) -> str:
    if page is None:
        return ""
    translated = page.get_translations(inclusive=True).filter(locale__language_code=code).first()
    return (translated or page).title


def _ballot_length(contests: list[dict[str, Any]], *, tracked: bool) -> int:
    """Room for the longest ballot a method could make of these choices, the same for every ballot."""
    longest = canonical_json(
        {contest["key"]: [[choice["key"], 0] for choice in contest["choices"]] for contest in contests}
    )
    longest_with_code = len(longest) + (_CODE_LENGTH if tracked else 0)
    return (longest_with_code // _LENGTH_STEP + 1) * _LENGTH_STEP
