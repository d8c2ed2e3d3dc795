"""What an organization made itself and would lose if the demo were removed."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Model, Q
from wagtail.models import Page, ReferenceIndex

from core.models import SiteDocument, SiteImage
from home.demo.references import has_mark, read_references_anew
from members.models import Member, User
from voting.models import MemberVote, VoterRollEntry

_AT_A_TIME = 500


def real_dependents(*, pages: list[Page], users: list[User]) -> list[str]:
    """A sentence for each real thing that stands on a page, picture, document or person of the demo.

    `pages` and `users` are those to be removed.
    """
    # The index is kept by background tasks, which may not have run yet.
    read_references_anew(is_demo=False)
    found = [*_pages_below(pages), *_protecting_rows(), *_references_to(pages), *_votes(pages, users)]
    return list(dict.fromkeys(found))


def _pages_below(pages: list[Page]):
    keys = {page.pk for page in pages}
    for page in pages:
        for child in page.get_children().exclude(pk__in=keys):
            yield f"The page “{child.title}” ({child.url_path}) stands below the demo page “{page.title}”."


def _protecting_rows():
    """Real rows that the database would not let go without: a real issue in an area of the demo."""
    for model in filter(has_mark, apps.get_models()):
        for relation in model._meta.related_objects:
            owner = relation.related_model
            if relation.on_delete is not models.PROTECT or not has_mark(owner):
                continue
            rows = owner._base_manager.filter(is_demo=False, **{f"{relation.field.name}__is_demo": True})
            for row in rows:
                thing = getattr(row, relation.field.name)
                yield f"{_name(row)} stands on {_name(thing)} of the demo."


def _name(row: Model) -> str:
    return f"{row._meta.verbose_name.capitalize()} “{row}”"


def _references_to(pages: list[Page]):
    targets: list[tuple[type[Model], dict[str, str]]] = [
        (Page, {str(page.pk): f"the demo page “{page.title}”" for page in pages}),
        (SiteImage, _titles(SiteImage, "the demo picture")),
        (SiteDocument, _titles(SiteDocument, "the demo document")),
    ]
    for model, names in targets:
        kind = ContentType.objects.get_for_model(model)
        references = ReferenceIndex.objects.filter(to_content_type=kind).select_related("content_type")
        for reference in references.iterator():
            name = names.get(reference.to_object_id)
            if name is None:
                continue
            source_model = reference.content_type.model_class()
            if not has_mark(source_model):
                continue
            source = source_model._base_manager.filter(pk=reference.object_id, is_demo=False).first()
            if source is not None:
                yield f"{_name(source)} uses {name}."


def _titles(model: type[Model], kind: str) -> dict[str, str]:
    return {str(row.pk): f"{kind} “{row.title}”" for row in model._base_manager.filter(is_demo=True)}


def _votes(pages: list[Page], users: list[User]):
    keys = [page.pk for page in pages]
    real = MemberVote.objects.filter(is_demo=False).select_related("page")
    for vote in real.filter(Q(contests__subject__in=keys) | Q(contests__choices__page__in=keys)).distinct():
        yield f"The member vote “{vote}” asks about a demo page."
    for vote in real.filter(tellers__in=users).distinct():
        yield f"The member vote “{vote}” has a teller from the demo."
    refs = [str(ref) for ref in Member.objects.filter(is_demo=True).values_list("ref", flat=True)]
    with_demo_people = set()
    for start in range(0, len(refs), _AT_A_TIME):
        entries = VoterRollEntry.objects.filter(
            member_vote__is_demo=False, voter_ref__in=refs[start : start + _AT_A_TIME]
        )
        with_demo_people.update(entries.values_list("member_vote", flat=True))
    for vote in real.filter(pk__in=with_demo_people):
        yield f"The member vote “{vote}” has people of the demo on its roll."
