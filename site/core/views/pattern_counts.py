"""Invented counts for the pattern page: a flow of two rounds, a ranking, pairs and scores."""


def _bar(x, y, height, kind, name, votes, mark=""):
    return {
        "bar": {"kind": kind},
        "x": x,
        "y": y,
        "height": height,
        "middle": str(float(y) + float(height) / 2),
        "mark": mark,
        "name": name,
        "full_name": name,
        "votes": votes,
    }


def _ribbon(kind, start, end, height):
    """A ribbon from one upper edge to another."""
    path = (
        f"M0 {start}C50 {start} 50 {end} 100 {end}"
        f"V{end + height}C50 {end + height} 50 {start + height} 0 {start + height}Z"
    )
    return {"kind": kind, "path": path}


FLOW = {
    "height": "260",
    "size": "small",
    "mirrored": False,
    "columns": [("0", "1"), ("50", "2")],
    "quota": "60",
    "has_nobody": True,
    "gaps": [
        {
            "x": "0",
            "width": "50",
            "ribbons": [
                _ribbon("stays", 30, 30, 80),
                _ribbon("stays", 118, 158, 60),
                _ribbon("moves", 186, 110, 40),
                _ribbon("nobody", 226, 232, 8),
            ],
        }
    ],
    "labels": [
        _bar("0", "30", "80", "in", "Ada Okafor", "80"),
        _bar("0", "118", "60", "in", "Benjamin Tavares", "60"),
        _bar("0", "186", "48", "eliminated", "Cora Lim", "48"),
        _bar("50", "30", "120", "elected", "Ada Okafor", "120", mark="130"),
        _bar("50", "158", "60", "in", "Benjamin Tavares", "60"),
        _bar("50", "232", "8", "nobody", "No choice left", "8"),
    ],
}

FLOW_LINES = [
    {"number": "1", "elected": "", "eliminated": "Cora Lim"},
    {"number": "2", "elected": "Ada Okafor", "eliminated": ""},
]

RANKING = [
    {
        "number": "1",
        "names": ["Ada Okafor"],
        "detail": "Wins against every other choice.",
        "is_winner": True,
    },
    {"number": "2", "names": ["Benjamin Tavares-Whitcombe", "Cora Lim"], "detail": "These are level."},
]

_NAMES = ["Ada Okafor", "Benjamin Tavares-Whitcombe", "Cora Lim"]
_PAIRS = [[None, (55, 45), (60, 40)], [(45, 55), None, (50, 50)], [(40, 60), (50, 50), None]]


def _duel(against, pair):
    if pair is None:
        return {"against": against, "state": "self"}
    mine, theirs = pair
    state = "wins" if mine > theirs else "loses" if mine < theirs else "level"
    return {"against": against, "mine": mine, "theirs": theirs, "state": state}


MATRIX = {
    "names": _NAMES,
    "rows": [
        {"name": name, "duels": [_duel(other, pair) for other, pair in zip(_NAMES, pairs, strict=True)]}
        for name, pairs in zip(_NAMES, _PAIRS, strict=True)
    ],
}


def _spread(name, average, numbers, *, winner=False):
    heights = [number * 24 / 50 for number in numbers]
    return {
        "name": name,
        "average": average,
        "is_winner": winner,
        "counts": [
            {
                "score": score,
                "number": number,
                "x": score * 10,
                "y": f"{24 - height:.2f}",
                "height": f"{height:.2f}",
            }
            for score, (number, height) in enumerate(zip(numbers, heights, strict=True))
        ],
    }


SPREADS = {
    "scores": [0, 1, 2, 3, 4, 5],
    "width": 60,
    "rows": [
        _spread("Ada Okafor", "3.56", [6, 4, 12, 18, 26, 34], winner=True),
        _spread("Benjamin Tavares-Whitcombe", "2.83", [20, 10, 10, 14, 19, 27]),
        _spread("Cora Lim", "1.20", [50, 15, 15, 10, 5, 5]),
    ],
}


def count_samples() -> dict:
    """What the section about counts of templates/patterns/index.html shows."""
    return {
        "flow": FLOW,
        "flow_lines": FLOW_LINES,
        "ranking": RANKING,
        "matrix": MATRIX,
        "spreads": SPREADS,
    }
