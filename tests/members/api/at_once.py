"""Programs that sync at the same moment; runs inside a process of a drill site."""

import json
from collections import Counter

from members.models import Member, MemberEmail
from tests.drill.crowd import all_at_once
from tests.factories.members import make_tier
from tests.members.api.calling import Program, make_token


def sync_at_once(*, processes: int) -> dict:
    """Each sends the same new people, in another order. What came of it, and who is on the roll then."""
    make_tier(code="regular")
    text = make_token()[1]
    people = [
        {
            "external_ids": {"nationbuilder": str(number)},
            "emails": [f"person{number}@example.org"],
            "tier": "regular",
            "starts_on": "2026-01-01",
            "expires_on": "2026-12-31",
        }
        for number in range(40)
    ]

    def sync(turn: int) -> str:
        records = people[turn * 10 :] + people[: turn * 10]
        answer = Program(text).post("members", {"records": records})
        return json.dumps([answer.status_code, answer.json().get("counts", {}).get("new")])

    outcomes = Counter(all_at_once(sync, range(processes), processes=processes, threads=1))
    return {
        "outcomes": dict(outcomes),
        "members": Member.objects.count(),
        "addresses": MemberEmail.objects.count(),
        "numbers": Member.objects.values("member_no").distinct().count(),
    }
