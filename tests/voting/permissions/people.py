"""Everybody who might try something at a vote, by what they are."""

from tests.factories.voting import make_user, make_voters

NOBODY_SPECIAL = ("visitor", "member", "editor", "publisher")


def make_people(vote):
    """A client's user by role; None for a visitor. `other_teller` may run votes, but not this one."""
    return {
        "visitor": None,
        "member": make_voters(1)[0],
        "editor": make_user(groups=["Editors"]),
        "publisher": make_user(groups=["Publishers"]),
        "other_teller": make_user(groups=["Tellers"]),
        "teller": vote.tellers.first(),
        "operator": make_user(groups=["Operators"]),
    }


def is_refused(response) -> bool:
    """Whether somebody was turned away: forbidden, or asked to sign in."""
    return response.status_code == 403 or (response.status_code == 302 and "/sign-in/" in response.url)
