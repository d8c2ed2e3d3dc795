"""Stored tallies of every kind of count, written by hand, and the paper that goes with them."""

from voting.models import Outcome, Tally
from voting.paper import ChoicePaper, ContestPaper
from voting.results import result_of

NAMES = {
    "ada": "Ada Okafor",
    "ben": "Benjamin Tavares-Whitcombe",
    "cora": "Cora Lim",
    "dora": "Dora Reis",
    "eli": "Eli Njoroge",
    "fay": "Fay Soares",
}


def stored(**parts):
    """A stored result with everything that every count has."""
    figures = {"eligible": 2310, "members": None, "participated": 1204, "valid": 1204, "invalid": 0}
    return {
        "tallies": {},
        "with_choice": 100,
        "blank": 0,
        "winners": [],
        "ties": [],
        "per_ballot": 1,
        "rounds": [],
        "quota": None,
        "pairwise": None,
        "ranking": [],
        "distribution": None,
        "shares": {},
        "base": 100,
        "needed": None,
        "tied": [],
        "threshold": None,
        "figures": figures,
        "lot": "7f" * 16,
        **parts,
    }


def step(number, tallies, *, exhausted="0", elected=(), eliminated=(), transfers=(), why="", values=None):
    """One stored round; transfers as (from, to, votes)."""
    return {
        "n": number,
        "tallies": tallies,
        "exhausted": exhausted,
        "elected": list(elected),
        "eliminated": list(eliminated),
        "transfers": [{"from": source, "to": to, "votes": votes} for source, to, votes in transfers],
        "why": why,
        "values": values or {},
    }


INSTANT_RUNOFF = stored(
    tallies={"ada": "52", "ben": "42"},
    winners=["ada"],
    rounds=[
        step(
            1,
            {"ada": "40", "ben": "35", "cora": "15", "dora": "10"},
            eliminated=["dora"],
            transfers=[("dora", "cora", "6"), ("dora", "ben", "3"), ("dora", None, "1")],
        ),
        step(
            2,
            {"ada": "40", "ben": "38", "cora": "21"},
            exhausted="1",
            eliminated=["cora"],
            transfers=[("cora", "ada", "12"), ("cora", "ben", "4"), ("cora", None, "5")],
        ),
        step(3, {"ada": "52", "ben": "42"}, exhausted="6", elected=["ada"]),
    ],
)

# Two of three seats by their own votes; Cora's and Eli's rest moves in hundred-thousandths.
SINGLE_TRANSFERABLE_VOTE = stored(
    tallies={"ada": "301", "ben": "301", "cora": "298.54"},
    with_choice=1204,
    winners=["ada", "ben", "cora"],
    quota="302",
    ties=[
        {
            "round": 2,
            "choices": ["eli", "fay"],
            "what": "eliminated",
            "settled_by": "earlier_rounds",
            "favored": ["eli"],
        }
    ],
    rounds=[
        step(
            1,
            {"ada": "412", "ben": "298", "cora": "180", "dora": "150", "eli": "84", "fay": "80"},
            elected=["ada"],
            transfers=[
                ("ada", "ben", "1375/100"),
                ("ada", "cora", "5225/100"),
                ("ada", "dora", "22"),
                ("ada", "fay", "4"),
                ("ada", None, "18"),
            ],
        ),
        step(
            2,
            {"ada": "302", "ben": "1247/4", "cora": "929/4", "dora": "172", "eli": "84", "fay": "84"},
            exhausted="18",
            elected=["ben"],
            transfers=[("ben", "cora", "5"), ("ben", "eli", "17/4")],
        ),
        step(
            3,
            {"ada": "302", "ben": "605/2", "cora": "949/4", "dora": "172", "eli": "353/4", "fay": "84"},
            exhausted="18",
            eliminated=["fay"],
            transfers=[("fay", "dora", "20"), ("fay", "cora", "44"), ("fay", None, "20")],
        ),
        step(
            4,
            {"ada": "302", "ben": "605/2", "cora": "1125/4", "dora": "192", "eli": "353/4"},
            exhausted="38",
            eliminated=["eli"],
            transfers=[("eli", "cora", "30"), ("eli", "dora", "81/4"), ("eli", None, "38")],
        ),
        step(
            5,
            {"ada": "302", "ben": "605/2", "cora": "1245/4", "dora": "849/4"},
            exhausted="76",
            elected=["cora"],
        ),
    ],
)

SCHULZE = stored(
    tallies={"ada": "3", "ben": "1", "cora": "1", "dora": "0"},
    winners=["ada"],
    pairwise={
        "ada": {"ben": 55, "cora": 60, "dora": 71},
        "ben": {"ada": 45, "cora": 50, "dora": 64},
        "cora": {"ada": 40, "ben": 50, "dora": 58},
        "dora": {"ada": 29, "ben": 36, "cora": 42},
    },
    ranking=[["ada"], ["ben", "cora"], ["dora"]],
)

SCORE = stored(
    tallies={"ada": "372", "ben": "301", "cora": "120"},
    winners=["ada"],
    per_ballot=5,
    distribution={
        "ada": {"0": 6, "1": 4, "2": 12, "3": 18, "4": 26, "5": 34},
        "ben": {"0": 20, "1": 10, "2": 10, "3": 14, "4": 19, "5": 27},
        "cora": {"0": 50, "1": 15, "2": 15, "3": 10, "4": 5, "5": 5},
    },
)

STAR = {
    **SCORE,
    "tallies": {"ada": "48", "ben": "44"},
    "rounds": [
        step(1, {"ada": "372", "ben": "301", "cora": "120"}, eliminated=["cora"]),
        step(2, {"ada": "48", "ben": "44"}, exhausted="8", elected=["ada"]),
    ],
}

APPROVAL = stored(
    tallies={"ada": "71", "ben": "48", "cora": "48", "dora": "12"},
    winners=["ada", "cora"],
    shares={"ada": "71/100", "ben": "12/25", "cora": "12/25", "dora": "3/25"},
    ties=[
        {
            "round": 1,
            "choices": ["ben", "cora"],
            "what": "elected",
            "settled_by": "lot",
            "favored": ["cora"],
        }
    ],
)


def paper(result, *, names=NAMES, question="Who should sit on the board?", kinds=None, denominator=""):
    """The contest of a stored result: the choices that stand in it."""
    named = set(result["tallies"]) | {key for each in result["rounds"] for key in each["tallies"]}
    return ContestPaper(
        key="board",
        question=question,
        explanation="",
        rule_sentence="",
        threshold=None,
        denominator=denominator,
        choices=tuple(
            ChoicePaper(key=key, kind=(kinds or {}).get(key, "option"), label=label, text="")
            for key, label in names.items()
            if key in named or key in (result["pairwise"] or {}) or key in (result["distribution"] or {})
        ),
        method=None,
        seats=max(len(result["winners"]), 1),
    )


def read(result, *, outcome=Outcome.ELECTED, winners=None, **paper_parts):
    """The result as people read it."""
    taken = result["winners"] if winners is None else winners
    tally = Tally(outcome=outcome, winners=taken, result=result)
    return result_of(tally=tally, contest=paper(result, **paper_parts))
