"""All that a plugin of the voting app may import.

Plugins hold no state and know no model of `voting`: they are given plain
values and give plain values back, so that a count is a pure function which
anybody can repeat. A plugin that keeps rows of its own (a ballot box) has its
own models and refers to a vote by its id.
"""

from voting.api.counts import (
    Count,
    Lot,
    OrderedLot,
    Round,
    SeededLot,
    Tie,
    TooManyWays,
    Transfer,
    count_as_json,
    count_every_way,
    fill_seats,
    level_groups,
    shares_of_ballots,
)
from voting.api.key_holding import (
    HeldKey,
    InvalidKey,
    InvalidShare,
    KeyHoldingBox,
    MadeKey,
    Officer,
)
from voting.api.pairwise import (
    PairwiseTally,
    count_pairwise,
    head_to_head_wins,
    rank_in_groups,
    schulze_ranking,
    strongest_paths,
    win_strength,
)
from voting.api.plugins import (
    BallotBox,
    CountingMethod,
    DecisionRule,
    Electorate,
    ballot_boxes,
    counting_methods,
    decision_rules,
    electorates,
)
from voting.api.progress import hearing_progress, tell_progress
from voting.api.quorum import QUORUM_KINDS, clean_quorum, quorum_met, quorum_sentence
from voting.api.ranked import RankedMethod
from voting.api.score_sheets import ScoreSheets
from voting.api.scored import ScoredMethod
from voting.api.values import (
    Check,
    ChoiceSpec,
    Contact,
    ContestSpec,
    Decision,
    Finding,
    InvalidBallot,
    InvalidSettings,
    Option,
    PluginMissing,
    Turnout,
    VoteRef,
)

__all__ = [
    "BallotBox",
    "Check",
    "ChoiceSpec",
    "Contact",
    "ContestSpec",
    "Count",
    "CountingMethod",
    "Decision",
    "DecisionRule",
    "Electorate",
    "Finding",
    "HeldKey",
    "InvalidBallot",
    "InvalidKey",
    "InvalidSettings",
    "InvalidShare",
    "KeyHoldingBox",
    "Lot",
    "MadeKey",
    "Officer",
    "Option",
    "OrderedLot",
    "PairwiseTally",
    "PluginMissing",
    "QUORUM_KINDS",
    "RankedMethod",
    "Round",
    "ScoreSheets",
    "ScoredMethod",
    "SeededLot",
    "Tie",
    "TooManyWays",
    "Transfer",
    "Turnout",
    "VoteRef",
    "ballot_boxes",
    "clean_quorum",
    "count_as_json",
    "count_every_way",
    "count_pairwise",
    "counting_methods",
    "decision_rules",
    "electorates",
    "fill_seats",
    "hearing_progress",
    "head_to_head_wins",
    "level_groups",
    "quorum_met",
    "quorum_sentence",
    "rank_in_groups",
    "schulze_ranking",
    "shares_of_ballots",
    "rank_in_groups",
    "schulze_ranking",
    "strongest_paths",
    "tell_progress",
    "win_strength",
]
