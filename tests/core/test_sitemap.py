import re

import pytest

from home.models import StandardPage
from tests.factories.home import add_page, make_site, translate

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def locations(response):
    return re.findall(r"<loc>([^<]+)</loc>", response.content.decode())


def test_sitemap_lists_pages_and_leaves_out_those_that_nobody_translated(client):
    tree = make_site("es")
    page = add_page(tree.home, StandardPage(title="Zebra crossings", slug="zebras"))
    found = locations(client.get("/sitemap.xml"))
    assert "http://testserver/en/zebras/" in found
    assert "http://testserver/es/zebras/" not in found
    translate(page, "es", {"Zebra crossings": "Pasos de cebra"})
    response = client.get("/sitemap.xml")
    assert "http://testserver/es/zebras/" in locations(response)
    entry = re.search(
        r"<loc>http://testserver/es/zebras/</loc>.*?</url>", response.content.decode(), re.S
    ).group()
    assert re.findall(r'hreflang="([^"]+)" href="([^"]+)"', entry) == [
        ("en", "http://testserver/en/zebras/"),
        ("es", "http://testserver/es/zebras/"),
        ("x-default", "http://testserver/en/zebras/"),
    ]


def test_sitemap_leaves_out_drafts(client):
    tree = make_site()
    tree.pages["privacy"].unpublish()
    assert "http://testserver/en/privacy/" not in locations(client.get("/sitemap.xml"))


def test_robots_names_the_sitemap(client):
    make_site()
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /admin/" in text


def test_robots_of_a_demo_site_keeps_everybody_out(client, settings):
    settings.DEMO = True
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"
