"""One link, used by several processes at once; runs inside a process of a drill site."""

from collections import Counter

from django.utils import timezone

from members.domain import sign_in_links
from tests.drill.crowd import all_at_once
from tests.factories.members import make_member


def use_one_link(*, processes: int) -> Counter:
    """What came of it, by how many processes."""
    make_member(email="ben@example.org")
    token = sign_in_links._make_link(address="ben@example.org", next_url="", at=timezone.now())

    def use(_number: int) -> str:
        sign_in_links.use_sign_in_link(token=token, at=timezone.now())
        return "signed in"

    return Counter(all_at_once(use, range(processes), processes=processes, threads=1))
