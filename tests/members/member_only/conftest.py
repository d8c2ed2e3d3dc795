from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from core.models import SiteDocument
from core.restrictions import MEMBERS
from home.models import StandardPage
from tests.factories.home import add_page, make_site, translate
from tests.factories.members import make_member, make_tier, make_user
from tests.support.background import QuickBackend
from tests.support.made_once import made_once

# Stands wherever a member alone may read; in no answer to anybody else.
TOKEN = "q7Zk-only-members-read-this-x93"


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DOCUMENTS_ROOT = tmp_path / "private"


def days(number: int):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def sign_in():
    """A client of a login: `sign_in((first, last))` of a member whose dues cover these days from today."""

    def make(*periods, is_member=True, grace_days=0, **user_fields):
        user = make_user(**user_fields)
        if is_member:
            tier = make_tier(code=f"tier-{grace_days}", grace_days=grace_days)
            make_member(user=user, tier=tier, periods=[(days(first), days(last)) for first, last in periods])
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def ana(sign_in):
    return sign_in((-300, 65), name="Ana")


@pytest.fixture
def ben(sign_in):
    """His dues ran out, and so did the days of grace."""
    return sign_in((-400, -40), grace_days=30, name="Ben")


@pytest.fixture
def stranger(sign_in):
    """Somebody with an account somewhere, who is on no roll."""
    return sign_in(is_member=False, name="Sam")


@pytest.fixture
def tree():
    return make_site("es")


@pytest.fixture
def document():
    collection = Collection.get_first_root_node().add_child(name="For members")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type=MEMBERS)
    row = SiteDocument(title="Minutes", collection=collection)
    row.file.save("minutes.txt", ContentFile(f"Said: {TOKEN}.".encode()))
    return row


@pytest.fixture
def page(tree, document):
    """A page for members in two languages, with the token in its body and a page below it."""
    return made_once(
        lambda: _make_page(tree, document), key=("page for members", days(0), QuickBackend.keeps_indexes)
    )


def _make_page(tree, document):
    body = [
        ("heading", f"Heading {TOKEN}"),
        ("text", f'<p>Text {TOKEN}. <a linktype="document" id="{document.pk}">Minutes</a></p>'),
        ("quote", {"quote": f"Quote {TOKEN}", "name": TOKEN}),
        (
            "fact",
            {
                "figure": TOKEN,
                "text": TOKEN,
                "source": TOKEN,
                "source_url": f"https://example.org/{TOKEN}",
                "source_date": days(0),
            },
        ),
    ]
    page = add_page(
        tree.home,
        StandardPage(
            title="Inside",
            slug="inside",
            summary="What members talk about.",
            public_part="<p>Anybody may know this much.</p>",
            body=body,
            show_in_menus=True,
        ),
    )
    add_page(page, StandardPage(title="Below", slug="below", body=[("text", f"<p>{TOKEN}</p>")]))
    PageViewRestriction.objects.create(page=page, restriction_type=MEMBERS)
    translate(page, "es", {"Inside": "Adentro", "inside": "adentro"})
    return StandardPage.objects.get(pk=page.pk)
