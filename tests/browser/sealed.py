"""What a browser sends while somebody votes, and what the sealed ballots hold."""

import json
from base64 import b64decode
from urllib.parse import unquote_plus

from playwright.sync_api import Page

from voting.domain.manifest import manifest_of
from voting.models import MemberVote
from voting.models.member_vote import vote_ref
from voting.plugins.secret.keys import read_tally_key
from voting.plugins.secret.sealing import sealed_length, unseal


class Sent:
    """Everything a page asks for from now on."""

    def __init__(self, page: Page):
        self.requests: list = []
        page.on("request", lambda request: self.requests.append(request))

    @property
    def to_the_site(self) -> list:
        """Without what every page brings along, early or late: the icon of the tab, who is signed in."""
        return [
            request
            for request in self.requests
            if "/static/" not in request.url and not request.url.endswith("/me/")
        ]

    @property
    def posts(self) -> list:
        return [request for request in self.requests if request.method == "POST"]

    def everything(self) -> str:
        """Addresses, headers and bodies, as somebody who reads along would search them."""
        parts = [
            part
            for request in self.requests
            for part in (
                request.url,
                json.dumps(request.headers),
                (request.post_data_buffer or b"").decode("latin-1"),
            )
        ]
        return "\n".join([*parts, *map(unquote_plus, parts)])

    def fields(self) -> dict[str, str]:
        """The fields of the one form that was sent."""
        (post,) = self.posts
        boundary = post.headers["content-type"].partition("boundary=")[2]
        fields = {}
        for part in post.post_data_buffer.decode().split(f"--{boundary}")[1:-1]:
            head, _gap, value = part.strip("\r\n").partition("\r\n\r\n")
            fields[head.partition('name="')[2].partition('"')[0]] = value
        return fields


def opened(vote: MemberVote, sealed: str):
    """What a ballot says that a browser sealed, opened here."""
    ref = vote_ref(vote, manifest_of(vote))
    content = b64decode(sealed, validate=True)
    assert len(content) == sealed_length(ref.manifest["ballot_length"])
    private = read_tally_key(ref.id)
    return json.loads(unseal(sealed=content, private=private, bound_to=ref.manifest_sha256))
