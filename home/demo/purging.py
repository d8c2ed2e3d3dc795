"""Removing the demo: every row and file of it, and nothing that anybody else made."""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError, Q
from wagtail.models import Page

from candidates.models import Candidacy, Candidate, Endorsement, PublicElection, Race
from core.models import OrganisationSettings, SiteDocument, SiteImage
from home.demo import pages as texts
from home.demo.dependents import real_dependents
from home.demo.office import remove_import
from home.demo.references import marked_models
from home.demo.site import demo_site_tree
from home.demo.words import Text, Words
from home.demo.writing import Writer, is_edited
from home.domain.site_tree import SiteTree
from home.models import FaqEntry, FaqGroup
from issues.models import IssueArea, PolicyPosition
from members.models import Chapter, Member, MembershipTier, User
from statehouse.models import District
from voting.domain.purging import purge_demo_votes

_SIGN_IN_PROVIDER = "demo-oidc"

# Those that others point to come after them.
_DECISIONS = (Endorsement, PolicyPosition)
_FACTS = (Candidacy, Candidate, Race, PublicElection, District, FaqEntry, FaqGroup, IssueArea)
_PEOPLE = (Member, MembershipTier, Chapter)


class DemoInUse(Exception):
    """Something real stands on the demo; `reasons` are full sentences, and nothing was removed."""

    def __init__(self, reasons: list[str]):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def purge_demo(*, say: Callable[[str], None]) -> None:
    """Remove the demo and leave the bare site. Raises DemoInUse.

    The home page and the standard pages stay: they lose the demo's words,
    unless somebody has edited them; then they are the organization's own.
    """
    try:
        with transaction.atomic():
            _purge(say)
            # As after loading: see there.
            transaction.on_commit(Page.fix_tree)
    except ProtectedError as error:
        rows = sorted({f"{row._meta.verbose_name.capitalize()} “{row}”" for row in error.protected_objects})
        raise DemoInUse([f"{row} stands on the demo." for row in rows]) from error


def _purge(say) -> None:
    tree = demo_site_tree()
    standing = {page.translation_key for page in [tree.home, *tree.pages.values()]}
    doomed = _demo_pages(except_for=standing)
    users = list(_demo_users())
    reasons = real_dependents(pages=doomed, users=users)
    if reasons:
        raise DemoInUse(reasons)
    _free_standard_pages(tree)
    _free_organisation(tree)
    for model in _DECISIONS:
        model.objects.filter(is_demo=True).delete()
    say(f"{purge_demo_votes()} member votes removed.")
    for page in doomed:
        # Its place in the tree has moved since it was read.
        Page.objects.get(pk=page.pk).delete()
    say(f"{len(doomed)} pages removed.")
    for model in _FACTS:
        model.objects.filter(is_demo=True).delete()
    say(f"{_remove_files()} pictures and documents removed.")
    for user in users:
        user.delete()
    remove_import()
    for model in _PEOPLE:
        model.objects.filter(is_demo=True).delete()
    say(f"{len(users)} logins and the demo's members removed.")


def _demo_pages(*, except_for: set) -> list[Page]:
    """Deepest first, so that each is removed before the one it stands below."""
    found = [
        page
        for model in marked_models()
        if issubclass(model, Page)
        for page in model.objects.filter(is_demo=True).exclude(translation_key__in=except_for)
    ]
    return sorted(found, key=lambda page: page.depth, reverse=True)


def _demo_users():
    """Logins made by the demo, and those that its sign-in provider or its roll has opened since."""
    by_visitors = Q(social_auth__provider=_SIGN_IN_PROVIDER) | Q(member__is_demo=True)
    return User.objects.filter(Q(is_demo=True) | by_visitors & Q(is_superuser=False)).distinct()


def _free_standard_pages(tree: SiteTree) -> None:
    writer = Writer()
    for text in _bare_texts():
        page = tree.home if text.key == "" else tree.pages[text.key]
        if not page.is_demo:
            continue
        versions = list(type(page).objects.filter(translation_key=page.translation_key))
        if any(is_edited(version) for version in versions):
            for version in versions:
                _take_over(version)
        else:
            writer.rewrite(page, text, is_demo=False)


def _take_over(page: Page) -> None:
    """Words somebody has edited are the organization's own: take off the mark and change nothing else."""
    type(page).objects.filter(pk=page.pk).update(is_demo=False)
    for revision in page.revisions.all():
        revision.content["is_demo"] = False
        revision.save(update_fields=["content"])


def _bare_texts() -> list[Text]:
    lists = (
        ("issues", texts.ISSUES_TITLE),
        ("elections", texts.ELECTIONS_TITLE),
        ("endorsements", texts.ENDORSEMENTS_TITLE),
        ("member-votes", texts.VOTES_TITLE),
        ("results", texts.RESULTS_TITLE),
        ("questions", texts.QUESTIONS_TITLE),
    )
    words = (texts.ABOUT, texts.HOW_WE_DECIDE, texts.PRIVACY, texts.ACCESSIBILITY)
    return [
        Text(
            "",
            Words(*[str(settings.ORGANISATION_NAME)] * 2),
            {"headline": texts.BARE_HEADLINE, "intro": texts.BARE_INTRO, "actions": [], "body": []},
        ),
        *(Text(key, title, {"intro": ""}) for key, title in lists),
        *(Text(page.key, page.title, {"summary": "", "body": []}) for page in words),
    ]


def _free_organisation(tree: SiteTree) -> None:
    organisation = OrganisationSettings.for_site(tree.site)
    for name, value in texts.CONTACTS.items():
        if getattr(organisation, name) == value:
            setattr(organisation, name, "")
    organisation.save()


def _remove_files() -> int:
    images = list(SiteImage.objects.filter(is_demo=True).prefetch_related("renditions"))
    documents = list(SiteDocument.objects.filter(is_demo=True))
    files = [row.file for row in [*images, *documents]]
    files += [rendition.file for image in images for rendition in image.renditions.all()]
    places = [(file.storage, file.name) for file in files]
    for row in [*images, *documents]:
        row.delete()
    # Wagtail leaves this to its background tasks, which need a worker.
    transaction.on_commit(lambda: [storage.delete(name) for storage, name in places])
    return len(images) + len(documents)
