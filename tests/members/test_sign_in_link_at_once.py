"""One link, several processes at the same moment, on both databases."""

_MAKE = """
from django.utils import timezone
from members.domain import sign_in_links
from tests.factories.members import make_member
make_member(email="ben@example.org")
print(sign_in_links._make_link(address="ben@example.org", next_url="", at=timezone.now()))
"""

_USE = """
import sys
from django.db import connection
from django.utils import timezone
from members.domain.errors import LinkNotValid
from members.domain.sign_in_links import use_sign_in_link
connection.ensure_connection()
print("ready", flush=True)
sys.stdin.readline()
try:
    use_sign_in_link(token=sys.argv[1], at=timezone.now())
    print("signed in")
except LinkNotValid:
    print("refused")
"""


def test_link_used_at_the_same_moment_signs_in_once(drill_site):
    token = drill_site.python(_MAKE)
    processes = [drill_site.start_python(_USE, token) for _ in range(3)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = sorted(process.communicate(timeout=60)[0].strip() for process in processes)
    assert answers == ["refused", "refused", "signed in"]
    assert drill_site.rows("SELECT count(*) FROM members_user") == [(1,)]
