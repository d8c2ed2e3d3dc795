"""A vote as people read it: its words in the active language, from the manifest once there is one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Page

from voting.api import (
    BallotBox,
    ChoiceSpec,
    ContestSpec,
    CountingMethod,
    InvalidSettings,
    ballot_boxes,
    counting_methods,
    decision_rules,
    electorates,
)
from voting.blocks import contest_spec, rule_of
from voting.domain.completeness import child_with_id
from voting.domain.manifest import manifest_of, words
from voting.models import MemberVote, MemberVotePage, NamesShownTo

_PORTRAIT = "fill-160x200"


@dataclass(frozen=True)
class NamesShown:
    """Who reads the names on the ballots (see NamesShownTo), and whether while people still vote."""

    to: str
    live: bool

    def sentence(self) -> str:
        """What a voter should know before casting, in the active language."""
        if self.to == NamesShownTo.PUBLIC:
            if self.live:
                return _("Everybody can see your name and your choices as soon as you vote.")
            return _("Everybody can see your name and your choices once the result is published.")
        if self.live:
            return _("The people who can vote see your name and your choices as soon as you vote.")
        return _("The people who could vote see your name and your choices once the result is published.")


def names_shown(manifest: Mapping[str, Any]) -> NamesShown:
    """What a manifest says about names; those from before it said so showed them to voters, afterwards."""
    names = manifest.get("names", {})
    return NamesShown(to=names.get("shown_to", NamesShownTo.MEMBERS), live=names.get("live", False))


@dataclass(frozen=True)
class ChoicePaper:
    """A choice as it stands on the ballot. `url`: its page, in the reader's language where there is one."""

    key: str
    kind: str
    label: str
    text: str
    page_id: int | None = None
    url: str = ""
    more_html: str = ""
    image_url: str = ""

    @property
    def initials(self) -> str:
        if self.page_id is None:
            return ""
        names = [name for name in self.label.split() if name[0].isalpha()]
        return "".join(name[0] for name in (names[:1] + names[-1:] if len(names) > 1 else names)).upper()

    @property
    def stands_apart(self) -> bool:
        return self.kind == "no_endorsement"


@dataclass(frozen=True)
class ContestPaper:
    """A question with its choices and its rule in one sentence."""

    key: str
    question: str
    explanation: str
    rule_sentence: str
    threshold: Fraction | None
    denominator: str
    choices: tuple[ChoicePaper, ...]
    method: CountingMethod
    seats: int = 1
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def spec(self) -> ContestSpec:
        return ContestSpec(
            key=self.key,
            choices=tuple(ChoiceSpec(key=choice.key, kind=choice.kind) for choice in self.choices),
            seats=self.seats,
            options=self.options,
        )

    def choice(self, key: str) -> ChoicePaper:
        return next(choice for choice in self.choices if choice.key == key)

    def answer_words(self, selection: Any) -> tuple[str, ...]:
        """What a selection in this contest says, line by line."""
        labels = {choice.key: choice.label for choice in self.choices}
        return self.method.answer_words(contest=self.spec, selection=selection, labels=labels)


@dataclass(frozen=True)
class Paper:
    """Everything a voter is told about a vote. `language`: the one its words are in."""

    title: str
    summary: str
    language: str
    contests: tuple[ContestPaper, ...]
    box: BallotBox
    who_sentence: str
    opens_at: datetime | None
    closes_at: datetime | None
    # Who will see the names and when; "" where the ballots carry none.
    names_sentence: str = ""

    @property
    def foreign_language(self) -> str:
        """The language of the words, where that is not the reader's."""
        return "" if self.language == get_language() else self.language


def paper_of(member_vote: MemberVote, *, with_pages: bool = True) -> Paper:
    """The paper of an announced vote, as it was frozen; of a draft, as its page stands now.

    `with_pages=False` leaves out links, portraits and summaries of the
    choices' pages, and with them the queries for those.
    """
    if not member_vote.manifest:
        return paper_of_page(member_vote.page, with_pages=with_pages)
    manifest = manifest_of(member_vote)
    language = get_language()
    contests = [_from_manifest(contest, language) for contest in manifest["contests"]]
    return Paper(
        title=words(manifest["title"], language),
        summary=words(manifest["summary"], language),
        language=language if language in manifest["title"] else member_vote.page.locale.language_code,
        contests=_contests(contests, with_pages=with_pages),
        box=member_vote.ballot_box,
        who_sentence=member_vote.electorate_plugin.sentence(cutoff=member_vote.standing_cutoff),
        opens_at=member_vote.opens_at,
        closes_at=member_vote.closes_at,
        names_sentence=names_shown(manifest).sentence() if member_vote.ballot_box.shows_names else "",
    )


def paper_of_page(page: MemberVotePage, *, with_pages: bool = True) -> Paper:
    """The paper of a page as it stands now, also of one that was never saved."""
    contests = [_from_block(block, advisory=page.is_advisory) for block in page.contests]
    electorate = electorates.get(page.electorate)
    box = ballot_boxes.get(page.box)
    names = NamesShown(to=page.names_shown_to, live=page.names_live)
    return Paper(
        title=page.title,
        summary=page.summary,
        language=page.foreign_language or page.locale.language_code,
        contests=_contests(contests, with_pages=with_pages),
        box=box,
        who_sentence=electorate.sentence(cutoff=page.standing_cutoff) if page.standing_cutoff else "",
        opens_at=page.opens_at,
        closes_at=page.closes_at,
        names_sentence=names.sentence() if box.shows_names else "",
    )


def _from_manifest(contest: dict[str, Any], language: str) -> dict[str, Any]:
    """A contest of the manifest with its words in one language."""
    return {
        **contest,
        "question": words(contest["question"], language),
        "explanation": words(contest["explanation"], language),
        "choices": [
            {
                **choice,
                "label": words(choice["label"], language),
                "text": words(choice["text"], language),
            }
            for choice in contest["choices"]
        ],
    }


def _from_block(block, *, advisory: bool) -> dict[str, Any]:
    """A contest as the editor wrote it, in the shape of `_from_manifest`."""
    value = block.value
    spec = contest_spec(key=block.id or "", value=value)
    rule, given = rule_of(value, advisory=advisory)
    try:
        settings = rule.clean_settings(settings=given)
    except InvalidSettings:
        settings = None
    fixed = {key: label for key, _kind, label in counting_methods.get(value["method"]).fixed_choices}
    return {
        "key": spec.key,
        "question": value["question"],
        "explanation": str(value["explanation"] or ""),
        "method": value["method"],
        "rule": {"slug": rule.slug, "settings": settings},
        "seats": spec.seats,
        "options": spec.options,
        "choices": [
            _fixed_choice(choice, fixed[choice.key])
            if choice.key in fixed
            else _written_choice(choice, child_with_id(value["choices"].bound_blocks, choice.key))
            for choice in spec.choices
        ],
    }


def _fixed_choice(choice: ChoiceSpec, label) -> dict[str, Any]:
    return {"key": choice.key, "kind": choice.kind, "label": str(label), "text": "", "page": None}


def _written_choice(choice: ChoiceSpec, item) -> dict[str, Any]:
    # A preview of a page that was never saved has choices without ids.
    value = item.value if item is not None else {"label": "", "text": "", "page": None}
    page = value["page"]
    return {
        "key": choice.key,
        "kind": choice.kind,
        "label": value["label"] or (page.localized.title if page else ""),
        "text": value["text"],
        "page": page.pk if page else None,
    }


def _contests(contests: list[dict[str, Any]], *, with_pages: bool) -> tuple[ContestPaper, ...]:
    ids = {choice["page"] for contest in contests for choice in contest["choices"] if choice["page"]}
    pages = pages_in_language(ids) if with_pages and ids else {}
    portraits = _portraits(pages.values())
    return tuple(_contest(contest, pages, portraits) for contest in contests)


def _contest(contest: dict[str, Any], pages: dict[int, Page], portraits: dict[int, str]) -> ContestPaper:
    rule = decision_rules.get(contest["rule"]["slug"])
    settings = contest["rule"]["settings"]
    usable = settings is not None and not rule.is_missing
    return ContestPaper(
        key=contest["key"],
        question=contest["question"],
        explanation=contest["explanation"],
        rule_sentence=rule.sentence(settings=settings) if usable else "",
        threshold=rule.threshold(settings=settings) if usable else None,
        denominator=(settings or {}).get("denominator", ""),
        choices=tuple(_choice(choice, pages.get(choice["page"]), portraits) for choice in contest["choices"]),
        method=counting_methods.get(contest["method"]),
        seats=contest["seats"],
        options=contest["options"],
    )


def _choice(choice: dict[str, Any], page: Page | None, portraits: dict[int, str]) -> ChoicePaper:
    summary = ""
    if page is not None:
        summary = getattr(page, "description", "") or page.search_description
    return ChoicePaper(
        key=choice["key"],
        kind=choice["kind"],
        label=choice["label"],
        text=choice["text"],
        page_id=choice["page"],
        url=page.url or "" if page is not None else "",
        more_html=format_html("<p>{}</p>", summary) if summary else "",
        image_url=portraits.get(getattr(page, "portrait_id", None), ""),
    )


def pages_in_language(ids: Iterable[int]) -> dict[int, Page]:
    """By id, each page in the active language; where it has no such translation, the page itself."""
    language = get_language()
    keys = dict(Page.objects.filter(pk__in=ids).values_list("pk", "translation_key"))
    found: dict[Any, Page] = {}
    originals: dict[int, Page] = {}
    for page in (
        Page.objects.filter(translation_key__in=set(keys.values())).live().select_related("locale").specific()
    ):
        originals[page.pk] = page
        if page.locale.language_code == language:
            found[page.translation_key] = page
    chosen = {pk: found.get(key) or originals.get(pk) for pk, key in keys.items()}
    return {pk: page for pk, page in chosen.items() if page is not None}


def _portraits(pages: Iterable[Page]) -> dict[int, str]:
    """Addresses of the portraits by image id, for pages that have a field `portrait`."""
    ids = {page.portrait_id for page in pages if getattr(page, "portrait_id", None)}
    if not ids:
        return {}
    images = get_image_model().objects.filter(pk__in=ids).prefetch_renditions(_PORTRAIT)
    return {image.pk: image.get_rendition(_PORTRAIT).url for image in images}
