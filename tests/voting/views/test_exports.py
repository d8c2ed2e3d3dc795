import csv
import io
import json
import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.factories.voting import choice, contest, make_vote, race_contest
from voting.api import ballot_boxes, counting_methods
from voting.models import MemberVote, State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


METHOD_WINS = {"rule": "method_winners"}
NAMES = {"a": "Ada", "b": "Ben", "c": 'Cleo "Cee"', "d": "=Dan()"}


def of_method(method, *, seats=1, rule=None):
    return contest(
        *(choice(label, key=key) for key, label in NAMES.items()),
        key="board",
        question="Who sits on the board?",
        method=method,
        seats=seats,
        rule=METHOD_WINS if rule is None else rule,
    )


def published(*contests, ballots, **fields):
    return make_vote(*contests, state=State.PUBLISHED, voters=max(5, len(ballots)), ballots=ballots, **fields)


def totals_only(vote):
    text = vote.manifest.replace('"publish":"ballots"', '"publish":"totals"')
    assert text != vote.manifest
    MemberVote.objects.filter(pk=vote.pk).update(manifest=text)
    return MemberVote.objects.get(pk=vote.pk)


def address(vote, ending, number=1):
    return reverse("voting:contest_file", args=[vote.pk, number, ending])


def download(vote, ending, number=1):
    response = Client().get(address(vote, ending, number))
    assert response.status_code == 200
    return response.content.decode()


def counted(tmp_path, capsys, name, text, **options):
    path = tmp_path / name
    path.write_text(text, "utf-8", newline="")
    call_command("count", str(path), as_json=True, **options)
    return json.loads(capsys.readouterr().out)


def board(*selections):
    return [{"board": selection} for selection in selections]


# Nothing here is level: a lot goes by the keys of choices, which only the JSON form knows.
RANKINGS = board(
    *[["a", "b"]] * 3,
    ["a", "c"],
    ["a"],
    *[["c", "b"]] * 3,
    ["c", "a"],
    ["b", "c", "a"],
    ["b", "a"],
    ["d", "b"],
    None,
)
LEVEL = board(["a", ["b", "c"]], [["b", "d"], "c"], ["c", "b"], ["c", "a"], ["b", "a"], ["b"], None)
SCORES = board([5, 0, 3, None], [0, 5, 4, 1], [2, 5, None, 0], [4, 4, 0, 0], None)
# Fewer than ten ballots are not published.
FEW_TIMES = 3

CASES = [
    ("single_choice", 1, board("a", "a", "b", "c", "d", None), "one"),
    ("approval", 2, board(["a", "b"], ["a"], ["a", "c"], ["b"], ["b", "d"], None), "approval"),
    ("instant_runoff", 1, RANKINGS, "ranking"),
    ("stv_scottish", 2, RANKINGS, "ranking"),
    ("stv_meek", 2, RANKINGS, "ranking"),
    ("schulze", 1, LEVEL, "ranking"),
    ("ranked_pairs", 1, LEVEL, "ranking"),
    ("score", 1, SCORES, "scores"),
    ("star", 1, SCORES, "scores"),
]


@pytest.mark.parametrize(("method", "seats", "ballots", "form"), CASES, ids=[case[0] for case in CASES])
def test_every_download_counts_to_the_same_result(tmp_path, capsys, method, seats, ballots, form):
    ballots = ballots * FEW_TIMES
    vote = published(of_method(method, seats=seats), ballots=ballots)
    stored = vote.contests.get().tally.result
    winners = [NAMES[key] for key in stored["winners"]]
    from_json = counted(tmp_path, capsys, "count.json", download(vote, "json"))
    assert from_json["winners"] == [NAMES[key] for key in vote.contests.get().tally.winners] == winners
    assert from_json["decision"]["outcome"] == vote.contests.get().tally.outcome
    assert from_json["method"] == method and from_json["blank"] == stored["blank"] == FEW_TIMES
    endings = ["csv"] if form == "scores" else ["csv", "blt"]
    for ending in endings:
        again = counted(
            tmp_path, capsys, f"count.{ending}", download(vote, ending), method=method, seats=seats
        )
        # A double quote cannot stand in a name of a BLT file.
        texts = [json.dumps(told["rounds"]).replace('\\"', "'") for told in (from_json, again)]
        assert texts[0] == texts[1]
        assert [name.replace('"', "'") for name in again["winners"]] == [
            name.replace('"', "'") for name in winners
        ]
        assert again["ballots"] == len(ballots)


def test_whole_count_names_every_contest(tmp_path, capsys):
    tax = contest(key="tax", question="Do we support the tax?", method="yes_no")
    vote = published(
        race_contest(), tax, ballots=[{"race": "a", "tax": "yes"}] * 9 + [{"race": "b", "tax": "no"}] * 3
    )
    response = Client().get(reverse("voting:count_file", args=[vote.pk]))
    told = json.loads(response.content)
    assert [contest["key"] for contest in told["contests"]] == ["race", "tax"]
    again = counted(tmp_path, capsys, "count.json", response.content.decode(), contest="tax")
    assert again["winners"] == ["Yes"]
    assert again["decision"]["outcome"] == "position_yes"
    assert again["tallies"] == {"Yes": "9", "No": "3"}
    assert counted(tmp_path, capsys, "t.blt", download(vote, "blt", 2), method="yes_no")["winners"] == ["Yes"]


def test_files_of_contests_are_apart():
    tax = contest(key="tax", question="Do we support the tax?", method="yes_no")
    ballots = [{"race": "a", "tax": "yes"}] * 6 + [{"race": "b", "tax": "no"}] * 4
    vote = published(race_contest(), tax, ballots=ballots)
    assert download(vote, "blt", 1).splitlines()[1:3] == ["6 1 0", "4 2 0"]
    assert [contest["key"] for contest in json.loads(download(vote, "json", 2))["contests"]] == ["tax"]
    assert Client().get(address(vote, "blt", 3)).status_code == 404
    assert Client().get(address(vote, "blt", 0)).status_code == 404
    assert Client().get(address(vote, "xml", 1)).status_code == 404


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.CLOSED, State.COUNTED, State.CERTIFIED])
def test_nothing_can_be_downloaded_before_publication(state):
    vote = make_vote(state=state, ballots=[{"race": "a"}] * 4)
    for ending in ("blt", "csv", "json"):
        assert Client().get(address(vote, ending)).status_code == 404
    assert Client().get(reverse("voting:count_file", args=[vote.pk])).status_code == 404
    assert "count.json" not in Client().get(vote.page.url).content.decode()


def test_totals_only_gives_no_ballot_away(tmp_path):
    vote = totals_only(published(of_method("instant_runoff"), ballots=RANKINGS))
    assert Client().get(address(vote, "blt")).status_code == 404
    exported = json.loads(download(vote, "json"))
    assert "ballots" not in exported["contests"][0]
    whole = json.loads(Client().get(reverse("voting:count_file", args=[vote.pk])).content)
    assert "ballots" not in whole["contests"][0]
    rows = list(csv.DictReader(io.StringIO(download(vote, "csv"))))
    first = {row["choice"]: row["votes"] for row in rows if row["round"] == "1"}
    assert first == {"Ada": "5", "Ben": "2", 'Cleo "Cee"': "4", "'=Dan()": "1"}
    assert sum(int(row["elected"]) for row in rows) == 1


MIXED = [{"race": "a"}] * 6 + [{"race": "b"}] * 4


def test_page_links_what_can_be_downloaded_in_words():
    vote = published(race_contest(), ballots=MIXED)
    html = Client().get(vote.page.url).content.decode()
    details = html[html.index("Details for the curious") :]
    for ending, words in (("blt", "ballots (BLT"), ("csv", "ballots (CSV"), ("json", "result (JSON)")):
        link = re.search(rf'<a href="{re.escape(address(vote, ending))}">([^<]+)</a>', details)
        assert words in link[1]


def test_page_of_totals_links_no_ballots():
    vote = totals_only(published(race_contest(), ballots=[{"race": "a"}] * 5))
    html = Client().get(vote.page.url).content.decode()
    assert address(vote, "csv") in html and "Download the totals (CSV)" in html
    assert address(vote, "blt") not in html and "Download the ballots" not in html


FEW = [{"race": "a"}] * 5 + [{"race": "b"}] * 4


@pytest.mark.parametrize(
    ("ballots", "words"),
    [
        (FEW, "Fewer than 10 ballots were counted. We do not publish them"),
        ([{"race": "a"}] * 12, "All ballots were alike. We do not publish them"),
    ],
    ids=["few", "alike"],
)
def test_page_says_why_ballots_are_kept_back(ballots, words):
    vote = published(race_contest(), ballots=ballots)
    html = Client().get(vote.page.url).content.decode()
    assert words in html and "Download the ballots" not in html
    assert Client().get(address(vote, "blt")).status_code == 404
    exported = json.loads(download(vote, "json"))
    assert "ballots" not in exported["contests"][0]
    assert exported["contests"][0]["result"]["tallies"]["a"] == str(ballots.count({"race": "a"}))


def test_page_with_ballots_says_nothing_of_keeping_them_back():
    html = Client().get(published(race_contest(), ballots=MIXED).page.url).content.decode()
    assert "We do not publish them" not in html


def test_scores_have_no_blt():
    vote = published(of_method("star"), ballots=SCORES * FEW_TIMES)
    assert "ballots (CSV" in Client().get(vote.page.url).content.decode()
    assert address(vote, "blt") not in Client().get(vote.page.url).content.decode()
    assert Client().get(address(vote, "blt")).status_code == 404


def test_downloads_are_public_and_alike_for_everybody(sign_in):
    vote = published(race_contest(), ballots=MIXED, title="Whom we endorse")
    response = Client().get(address(vote, "blt"))
    assert response["Cache-Control"] == "public, max-age=3600"
    assert not response.cookies and "Cookie" not in response.get("Vary", "")
    assert response["Content-Disposition"] == (
        'attachment; filename="whom-we-endorse-1-whom-do-we-endorse.blt"'
    )
    assert sign_in().get(address(vote, "blt")).content == response.content
    again = Client().get(address(vote, "blt"), headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_no_cell_of_a_csv_is_a_formula():
    vote = published(of_method("instant_runoff"), ballots=RANKINGS)
    for text in (download(vote, "csv"), download(totals_only(vote), "csv")):
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert any("=Dan()" in cell for cell in cells)
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
        cache.clear()


def test_result_can_be_downloaded_when_its_plugins_are_gone(monkeypatch):
    vote = published(race_contest(), ballots=MIXED)
    monkeypatch.delitem(counting_methods._plugins, "single_choice")
    monkeypatch.delitem(ballot_boxes._plugins, "secret")
    exported = json.loads(download(vote, "json"))
    assert "ballots" not in exported["contests"][0]
    assert exported["contests"][0]["result"]["tallies"]["a"] == "6"
    html = Client().get(vote.page.url).content.decode()
    assert address(vote, "json") in html and address(vote, "blt") not in html
