"""Where the elections with an official result lie, and what is known about single files.

They are not part of this project: their licenses differ. `ELECTIONS_DIR`
names the folder; without it, it is looked for beside the project.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from voting.ballot_files.reading import read_election
from voting.ballot_files.tallying import Tallied, make_plan, tally

BESIDE = Path(__file__).resolve().parents[3].parent / "shared" / "elections"
FOLDER = Path(os.environ.get("ELECTIONS_DIR", BESIDE))

# Methods of published elections that this project does not have.
NOT_OFFERED = {
    "minimax_winning": "minimax is not offered",
    "minimax_margins": "minimax is not offered",
    "minimax_opposition": "minimax is not offered",
    "stv_wigm_rctab": "RCTab's own variant of STV is not offered",
}

# The published winners are one of several possible outcomes.
TIE_SETTLED_BY_THE_SOURCE = {
    "droop_sc_vm_12": "Droop takes the first of the tied choices; the file does not say so",
    "droop_sc_vm_12_meek": "Droop takes the first of the tied choices; the file does not say so",
    "condorcetphp_rankedpairs_result_8_ranked_pairs_margins": (
        "two wins of the same strength contradict each other with a third one; Condorcet PHP leaves both "
        "out, Tideman (1987) takes them in either order"
    ),
}

# The seats were filled by a rule beside the method: whom it kept out, and why.
KEPT_OUT_BY_THE_SOURCE = {
    "k8s_steering_2017": ("Michael Rubin", "no company may hold more than so many seats"),
}

# The number of valid ballots is not the sum of the source's own first preferences.
VALID_SLIPS = {"scot_east_dunbartonshire_2017_ward2": 7034}

# Totals that are wrong in the source: (stage, choice, what the source says).
SLIPS_OF_THE_SOURCE = {
    "scot_glasgow_2017_ward11": (2, "Caroline WELSH", "998.5328"),
    "scot_midlothian_2017_ward1": (3, "Joe WALLACE", "832.84154"),
}

# Sheets of the source that give some totals with six significant digits only, rounded.
SIX_DIGITS = {
    "scot_aberdeen_2017_ward12",
    "scot_angus_2017_ward1",
    "scot_clackmannanshire_2017_ward2",
    "scot_clackmannanshire_2017_ward4",
    "scot_clackmannanshire_2017_ward5",
    "scot_dundee_2017_ward1",
    "scot_dundee_2017_ward4",
    "scot_dundee_2017_ward5",
    "scot_east_ayrshire_2017_ward1",
    "scot_glasgow_2017_ward6",
    "scot_glasgow_2017_ward8",
    "scot_glasgow_2017_ward10",
    "scot_glasgow_2017_ward11",
    "scot_glasgow_2017_ward14",
    "scot_glasgow_2017_ward15",
    "scot_glasgow_2017_ward16",
    "scot_glasgow_2017_ward20",
    "scot_glasgow_2017_ward21",
    "scot_glasgow_2017_ward22",
    "scot_glasgow_2017_ward23",
}


def file_names() -> list[str]:
    if not FOLDER.is_dir():
        return []
    return sorted(path.stem for path in FOLDER.glob("*.json") if path.stem != "index")


@cache
def document(name: str) -> dict[str, Any]:
    """What the file says, but for the ballots."""
    whole = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    del whole["ballots"]
    return whole


@cache
def tallied(name: str) -> Tallied:
    """The file counted as the command counts it."""
    path = FOLDER / f"{name}.json"
    with path.open("rb") as source:
        election = read_election(source, name=path.name)
    result = tally(make_plan(election=election))
    # Results are kept for all tests, ballots are not.
    election.ballots = ()
    return result
