"""What the words of the elections form mean in the settings of our counting methods.

Methods: `irv`, `stv_scottish`, `stv_meek_prf`, `schulze`, `schulze_margins`,
`schulze_debian`, `ranked_pairs`, `ranked_pairs_margins`, `star`, `score`,
`approval`, `approval_multi`, and our own slugs. Rules of instant-runoff have
the names and the values of RCTab's configuration file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor
from typing import Any

from voting.api import Lot
from voting.ballot_files.election import FileChoice
from voting.ballot_files.errors import CannotCount
from voting.ballot_files.rctab_lots import TIES, lot_for

_METHODS = {
    "irv": ("instant_runoff", {}),
    "stv_scottish": ("stv_scottish", {}),
    "stv_meek_prf": ("stv_meek", {}),
    "schulze": ("schulze", {"strength": "winning_votes"}),
    "schulze_margins": ("schulze", {"strength": "margins"}),
    "schulze_debian": ("schulze", {"strength": "winning_votes", "unranked": "last"}),
    "ranked_pairs": ("ranked_pairs", {"strength": "winning_votes"}),
    "ranked_pairs_margins": ("ranked_pairs", {"strength": "margins"}),
    "approval_multi": ("approval", {}),
}
_OVERVOTES = {
    "exhaustImmediately": "exhaust",
    "alwaysSkipToNextRank": "skip",
    "exhaustIfMultipleContinuing": "exhaust_if_several",
}
_WRITE_INS = "undeclared write-ins"
# The tie-breaks of RCTab that need its seed.
_DRAWN = ("random", "generatePermutation", "previousRoundCountsThenRandom")


@dataclass(frozen=True)
class FileSettings:
    """`method` is our slug, or the file's own word where we have no such method."""

    method: str
    choices: tuple[FileChoice, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    rule: str = ""
    rule_settings: Mapping[str, Any] = field(default_factory=dict)
    lot: Callable[[], Lot] | None = None
    notes: tuple[str, ...] = ()


def settings_of(fields: Mapping[str, Any], choices: tuple[FileChoice, ...]) -> FileSettings:
    """The settings that a file of the elections form states. Raises CannotCount."""
    word = fields.get("method")
    word = word if isinstance(word, str) else ""
    rules = fields.get("rules", {})
    method, options = _METHODS.get(word, (word, {}))
    settings = FileSettings(method=method, choices=choices, options=dict(options))
    if method == "instant_runoff":
        return _instant_runoff(settings, rules)
    if word == "schulze_debian":
        return _debian(settings, rules, fields.get("official"))
    if method in ("schulze", "ranked_pairs"):
        no_opinion = str(rules.get("unlisted", rules.get("unranked", ""))).startswith("no opinion")
        unranked = "no_opinion" if no_opinion else "last"
        return replace(settings, options={**options, "unranked": unranked})
    if method in ("star", "score") and "max_score" in fields:
        options = {"max_score": fields["max_score"]}
    if method == "star" and rules.get("ties"):
        options["five_star"] = "five-star" in str(rules["ties"])
    return replace(settings, options=options)


def _debian(settings: FileSettings, rules: Mapping[str, Any], official: Any) -> FileSettings:
    """The rule of Debian's constitution, with the quorum and the majorities of this vote.

    `default_option` is among the rules; the quorum, the ratios and whether
    they must be reached or passed stand beside the official figures, by choice.
    """
    official = official if isinstance(official, dict) else {}
    keys = [choice.key for choice in settings.choices]
    default = rules.get("default_option")
    if type(default) is not int or not 0 <= default < len(keys):
        raise CannotCount("A vote under Debian's rule needs its default option among the rules.")
    majorities, compared = {}, set()
    try:
        for index, facts in official.get("majority", {}).items():
            ratio = Fraction(str(facts["ratio_required"]))
            majorities[keys[int(index)]] = [ratio.numerator, ratio.denominator]
            compared.add(facts.get("cmp"))
        needed = {_least(quorum) for quorum in official.get("quorum", {}).values()}
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        raise CannotCount("The quorum and the majorities of this vote cannot be read.") from None
    if len(needed) > 1:
        raise CannotCount("The options of this vote have different quorums, which is not offered here.")
    return replace(
        settings,
        rule="default_option",
        rule_settings={
            "default_choice": keys[default],
            "option_quorum": max(needed, default=0),
            "majority_numerator": 1,
            "majority_denominator": 1,
            "majorities": majorities,
            "comparison": "more_than" if compared & {">", "<="} else "at_least",
        },
    )


def _least(quorum: Any) -> int:
    """The least whole number of votes that passes [votes, comparison, quorum]."""
    _votes, comparison, text = quorum
    exact = Fraction(str(text))
    return floor(exact) + 1 if comparison in (">", "<=") else ceil(exact)


def _instant_runoff(settings: FileSettings, rules: Mapping[str, Any]) -> FileSettings:
    options: dict[str, Any] = {}
    if rules.get("overvote") in _OVERVOTES:
        options["overvote"] = _OVERVOTES[rules["overvote"]]
    skipped = rules.get("max_skipped_ranks", "")
    if skipped not in ("", None):
        options["max_skipped_ranks"] = -1 if skipped == "unlimited" else skipped
    for ours, theirs in (
        ("exhaust_on_duplicate", "exhaust_on_duplicate"),
        ("batch_elimination", "batch_elimination"),
        ("until_two", "continue_until_two"),
    ):
        if rules.get(theirs) is not None:
            options[ours] = rules[theirs]
    if rules.get("minimum_vote_threshold"):
        options["minimum_votes"] = rules["minimum_vote_threshold"]
    choices = settings.choices
    if "write-ins are eliminated first" in str(rules.get("note", "")):
        choices = tuple(
            replace(choice, kind="write_ins") if choice.label.lower() == _WRITE_INS else choice
            for choice in choices
        )
    lot = None
    mode = rules.get("tiebreak")
    if mode in TIES:
        options["ties"] = TIES[mode]
        lot = _rctab_lot(mode, rules.get("random_seed"), choices)
    return replace(settings, options=options, choices=choices, lot=lot)


def _rctab_lot(mode: str, seed: Any, choices: tuple[FileChoice, ...]) -> Callable[[], Lot] | None:
    # RCTab draws by the names as they stand in its settings.
    names = [choice.label for choice in choices]
    keys = [choice.key for choice in choices]
    text = "" if seed is None else str(seed)
    if mode in _DRAWN and not text.lstrip("-").isdecimal():
        return None
    return lambda: lot_for(mode=mode, seed=text, names=names, keys=keys)
