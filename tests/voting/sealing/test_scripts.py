"""What the scripts that see a choice may never do, as far as their text shows it."""

import gzip
import re

import pytest

from tests.support.fingerprints import ROOT

SCRIPTS = ROOT / "site" / "static" / "js"
# Every script on the page of a ballot.
ON_THE_BALLOT = ["seal", "ballot", "hold", "ranks", "ui", "me"]
FORBIDDEN = [
    "Math.random",
    "localStorage",
    "sessionStorage",
    "indexedDB",
    "caches",
    "cookie",
    "sendBeacon",
    "XMLHttpRequest",
    "WebSocket",
    "EventSource",
    "RTCPeerConnection",
    "BroadcastChannel",
    "postMessage",
    "serviceWorker",
    "window.name",
    "window.open",
    "new Image",
    "eval(",
    "new Function",
    "console.",
    "http://",
    "https://",
]


def code_of(name: str) -> str:
    """A script without its comments."""
    text = (SCRIPTS / f"{name}.js").read_text()
    return re.sub(r"/\*.*?\*/|^\s*//.*?$", "", text, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("name", ON_THE_BALLOT)
def test_script_keeps_nothing_and_sends_nothing_elsewhere(name):
    code = code_of(name)
    assert [word for word in FORBIDDEN if word in code] == []


def test_only_one_place_sends_a_ballot_and_it_sends_two_fields():
    assert {name: code_of(name).count("fetch(") for name in ON_THE_BALLOT} == {
        "seal": 0,
        "ballot": 1,
        "hold": 0,
        "ranks": 0,
        "ui": 0,
        "me": 1,
    }
    assert re.findall(r"body\.append\((.*?)\)", code_of("ballot")) == [
        '"csrfmiddlewaretoken", page.token',
        '"sealed", sealed',
    ]


def test_history_gets_the_number_of_a_screen_and_nothing_else():
    states = re.findall(r"history\.\w+State\((.*?), \"\"", code_of("ballot"))
    assert set(states) == {"{ step, returns }", "history.state"}


def test_script_that_seals_needs_no_other():
    assert "import" not in code_of("seal").replace("importKey", "")


def test_scripts_of_the_ballot_are_light():
    sizes = {name: len(gzip.compress((SCRIPTS / f"{name}.js").read_bytes())) for name in ("ballot", "seal")}
    assert sum(sizes.values()) < 8000, sizes
