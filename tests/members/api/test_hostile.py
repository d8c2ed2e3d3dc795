"""Whatever is sent: an answer as promised, never a failure, and never more than was asked for."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members.api.records import PersonIn
from members.models import Chapter, Member, Membership
from tests.factories.members import make_tier
from tests.members.api.calling import Program, make_token

pytestmark = pytest.mark.django_db
# Text of every kind: control characters, lone surrogates, right-to-left marks, NUL.
TEXT = st.one_of(
    st.text(max_size=40),
    st.text(alphabet=st.characters(categories=["Cc", "Cf", "Cs", "Mn", "Zs"]), max_size=20),
    st.sampled_from(
        ["\0", "ana@example.org", "A-1", "=cmd()", "'; DROP TABLE", "x" * 999, "2026-01-01", "lynn"]
    ),
)
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)),
    max_leaves=12,
)
DAY = st.one_of(
    st.dates().map(str), st.sampled_from(["2026-02-30", "1900-01-01", "2200-12-31", "12/31/2026", ""]), TEXT
)
FIELDS = {
    **{name: st.one_of(st.none(), TEXT) for name in PersonIn.model_fields},
    "external_ids": st.dictionaries(st.sampled_from(["civicrm", "x", "A_b-1"]), TEXT, max_size=3),
    "emails": st.lists(st.one_of(st.emails(), TEXT), max_size=4),
    "chapters": st.lists(st.one_of(st.just("lynn"), TEXT), max_size=3),
    "do_not_contact": st.one_of(st.none(), st.booleans()),
    "has_no_end": st.booleans(),
    "tier": st.one_of(st.none(), st.just("regular"), TEXT),
    "starts_on": DAY,
    "expires_on": DAY,
    "cancelled_on": st.one_of(st.none(), DAY),
}
PERSON = st.fixed_dictionaries({}, optional=FIELDS)
SOME = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def program(db, monkeypatch):
    monkeypatch.setattr("members.api.tokens.REQUESTS_PER_MINUTE", 100_000)
    make_tier(code="regular")
    Chapter.objects.create(code="lynn", name="Lynn")
    return Program(make_token()[1])


def _send(program, path, body):
    """The helper holds each answer to the document; a failure would be a 500."""
    answer = program.post(path, body)
    assert answer.status_code < 500, (body, answer.content)
    return answer


@SOME
@given(st.lists(PERSON, min_size=1, max_size=5))
def test_any_people_are_written_or_refused_one_by_one(program, people):
    before = Member.objects.count()
    answer = _send(program, "members", {"records": people})
    if answer.status_code == 200:
        report = answer.json()
        assert sum(report["counts"].values()) == len(report["results"]) == len(people)
        assert Member.objects.count() == before + report["counts"]["new"]
        again = _send(program, "members", {"records": people}).json()
        assert again["counts"]["new"] == again["counts"]["changed"] == 0
    else:
        assert answer.status_code == 422
        assert Member.objects.count() == before


@SOME
@given(ANYTHING)
def test_any_body_is_refused_or_understood(program, body):
    for path in ("members", "memberships/end", "chapters/join"):
        assert _send(program, path, body).status_code in (400, 411, 422)
    assert not Member.objects.exists() and not Membership.objects.exists()


@SOME
@given(whom=TEXT, chapter=TEXT, system=TEXT)
def test_any_step_is_for_nobody(program, whom, chapter, system):
    for member in ({"member_no": whom}, {"external_id": {"system": system, "value": whom}}):
        for path, more in (
            ("memberships/end", {"on": "2026-07-01"}),
            ("chapters/leave", {"chapter": chapter}),
        ):
            assert _send(program, path, {"member": member, **more}).status_code in (404, 422)


@SOME
@given(st.binary(max_size=200))
def test_any_bytes_are_refused(program, body):
    assert _send(program, "members", body).status_code in (400, 411, 422)


@SOME
@given(
    path=TEXT,
    values=st.dictionaries(
        st.sampled_from(["cursor", "limit", "changed_since", "standing", "on", "chapter"]), TEXT, max_size=3
    ),
)
def test_any_address_and_parameters_are_answered(program, path, values):
    answer = program.get(
        f"members/{path.encode(errors='replace').decode()}",
        **{name: value.encode(errors="replace").decode() for name, value in values.items()},
    )
    assert answer.status_code < 500
