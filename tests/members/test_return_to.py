import pytest

from members.return_to import is_safe_return, return_address

HOSTILE = [
    "https://evil.example/",
    "http://testserver.evil.example/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "https://testserver@evil.example/",
    "//testserver@evil.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://testserver/",
    " https://evil.example",
    "\thttps://evil.example",
    "\x00//evil.example",
    "/\t/evil.example",
    "https://[evil.example",
    "",
]


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_addresses_are_not_returned_to(rf, url):
    request = rf.get("/", {"next": url})
    assert not is_safe_return(request, url)
    assert "evil" not in return_address(request)


@pytest.mark.parametrize("url", ["/en/my-ballots/", "/en/?a=b&c=d#e", "http://testserver/es/"])
def test_own_addresses_are_returned_to(rf, url):
    assert return_address(rf.get("/", {"next": url})) == url


def test_page_before_is_returned_to(rf):
    request = rf.get("/en/sign-in/", headers={"Referer": "http://testserver/es/votes/?page=2#top"})
    assert return_address(request) == "/es/votes/?page=2"


@pytest.mark.parametrize(
    "page",
    [
        *HOSTILE,
        "http://testserver//evil.example/",
        "http://testserver/en/sign-in/?next=/en/",
        "http://testserver/auth/complete/x/",
    ],
)
def test_page_before_is_not_trusted(rf, page):
    request = rf.get("/en/sign-in/", headers={"Referer": page})
    assert return_address(request) == "/en/account/"


def test_asked_address_wins_over_the_page_before(rf):
    request = rf.get("/en/sign-in/", {"next": "/en/desk/"}, headers={"Referer": "http://testserver/en/"})
    assert return_address(request) == "/en/desk/"


def test_plain_http_is_not_returned_to_from_https(rf):
    assert not is_safe_return(rf.get("/", secure=True), "http://testserver/")


@pytest.mark.django_db
@pytest.mark.parametrize("url", HOSTILE)
def test_no_page_that_reads_next_leads_away(client, url):
    for response in (
        client.post("/en/sign-out/", {"next": url}),
        client.post("/en/sign-in/link/", {"next": url, "address": "a@example.org"}),
    ):
        assert "evil" not in response.get("Location", "")
    for path in ("/en/sign-in/", "/en/sign-in/link/sent/"):
        assert "evil" not in client.get(path, {"next": url}).content.decode()
