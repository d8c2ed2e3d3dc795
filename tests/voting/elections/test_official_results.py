"""Elections that nobody here made, counted from their files, against their official results."""

from fractions import Fraction

import pytest

from tests.voting.elections.folder import (
    KEPT_OUT_BY_THE_SOURCE,
    NOT_OFFERED,
    SIX_DIGITS,
    SLIPS_OF_THE_SOURCE,
    TIE_SETTLED_BY_THE_SOURCE,
    VALID_SLIPS,
    document,
    file_names,
    tallied,
)
from voting.ballot_files.report import Names
from voting.ballot_files.tallying import MethodNotOffered

pytestmark = pytest.mark.slow

NAMES = file_names()
needs_folder = pytest.mark.skipif(
    not NAMES, reason="The elections with official results are not here: ELECTIONS_DIR names their folder."
)


def offered(name):
    return document(name)["method"] not in NOT_OFFERED


def with_figure(figure):
    return [name for name in NAMES if offered(name) and document(name)["official"].get(figure)]


def keys_of(name):
    return tallied(name).plan.contest.choice_keys


def by_name(name, tallies):
    names = Names(tallied(name))
    return {names[key]: votes for key, votes in tallies.items()}


def numbers(totals):
    return {label: Fraction(str(votes)) for label, votes in totals.items()}


def without_zeros(tallies):
    return {label: votes for label, votes in tallies.items() if votes}


def official_counts(name):
    """The counts that end with the official winners; one where nothing needs a lot."""
    keys = keys_of(name)
    winners = {keys[index] for index in document(name)["official"]["winners"]}
    return [count for count in tallied(name).counts if set(count.winners) == winners]


@needs_folder
def test_every_election_of_the_folder_is_looked_at():
    assert len(NAMES) == 291
    assert sum(not offered(name) for name in NAMES) == 6


@needs_folder
@pytest.mark.parametrize("name", [name for name in NAMES if not offered(name)])
def test_methods_that_are_not_offered_are_named(name):
    with pytest.raises(MethodNotOffered, match=document(name)["method"]):
        tallied(name)


@needs_folder
@pytest.mark.parametrize("name", [name for name in NAMES if offered(name)])
def test_official_winners_win(name):
    official = document(name)["official"]
    keys = keys_of(name)
    result = tallied(name)
    ways = {frozenset(way) for way in result.ways}
    winners = {keys[index] for index in official["winners"]}
    if "winning_committees" in official:
        assert ways == {frozenset(keys[i] for i in committee) for committee in official["winning_committees"]}
    elif name in TIE_SETTLED_BY_THE_SOURCE:
        assert winners in ways and len(ways) > 1
    elif name in KEPT_OUT_BY_THE_SOURCE:
        kept_out, _reason = KEPT_OUT_BY_THE_SOURCE[name]
        ranked = [key for group in result.counts[0].ranking for key in group]
        assert kept_out in result.winners
        assert winners == set([key for key in ranked if key != kept_out][: len(winners)])
    else:
        assert set(result.winners) == winners
        assert result.is_open == (len(winners) > result.plan.contest.seats)


@needs_folder
@pytest.mark.parametrize("name", with_figure("quota"))
def test_official_quota(name):
    quota = document(name)["official"]["quota"]
    if not isinstance(quota, dict):
        assert tallied(name).counts[0].quota == Fraction(str(quota))


@needs_folder
@pytest.mark.parametrize(
    "name", [name for name in with_figure("rounds") if document(name)["method"] == "irv"]
)
def test_official_rounds_of_instant_runoff(name):
    rounds = document(name)["official"]["rounds"]
    (count,) = tallied(name).counts
    assert [by_name(name, step.tallies) for step in count.rounds] == [
        numbers(step.get("tally", step)) for step in rounds
    ]
    for step, official in zip(count.rounds, rounds, strict=True):
        if "eliminated" in official:
            names = Names(tallied(name))
            assert set(names.of(step.eliminated)) == set(official["eliminated"])
            assert set(names.of(step.elected)) == set(official["elected"])


def stages(name):
    """The official stages until the last winner is elected: the source's program went on after that."""
    official = document(name)["official"]
    last = max(official["winner_stage"].values())
    return [stage for stage in official["rounds"] if stage["stage"] <= last]


def six_digits(number):
    """As a spreadsheet shows it with six significant digits: rounded to the nearest, halves up."""
    unit = Fraction(1)
    while number / unit >= 10**6:
        unit *= 10
    while number and number / unit < 10**5:
        unit /= 10
    return int(number / unit + Fraction(1, 2)) * unit


def differences(name):
    """(stage, choice, official total) wherever the official total is not the exact one."""
    (count,) = tallied(name).counts
    ours = [by_name(name, step.tallies) for step in count.rounds]
    for stage in stages(name):
        for label, text in stage["totals"].items():
            exact = ours[stage["stage"] - 1].get(label, Fraction(0))
            if exact != Fraction(text):
                yield stage["stage"], label, text, exact


@needs_folder
@pytest.mark.parametrize("name", with_figure("winner_stage"))
def test_official_stage_totals_of_scottish_wards(name):
    (count,) = tallied(name).counts
    slip = SLIPS_OF_THE_SOURCE.get(name)
    found = list(differences(name))
    assert {slip} <= {found_slip[:3] for found_slip in found} if slip else True
    rounded = [difference for difference in found if difference[:3] != slip]
    assert bool(rounded) == (name in SIX_DIGITS)
    for _stage, _label, text, exact in rounded:
        assert Fraction(text) == six_digits(exact)
    official = document(name)["official"]
    names = Names(tallied(name))
    # A ballot whose first preference is not clear has a choice, but is not valid.
    valid = sum(count.rounds[0].tallies.values())
    assert (valid != int(official["valid"])) == (VALID_SLIPS.get(name) == int(official["valid"]))
    assert name not in VALID_SLIPS or valid == sum(numbers(stages(name)[0]["totals"]).values())
    for stage in range(1, len(count.rounds) + 1):
        step = count.rounds[stage - 1]
        assert set(names.of(step.elected)) == {
            label for label, number in official["winner_stage"].items() if number == stage
        }


@needs_folder
@pytest.mark.parametrize(
    "name", [name for name in with_figure("rounds") if "action" in document(name)["official"]["rounds"][0]]
)
def test_official_totals_of_droop(name):
    """Droop reports every action, so one state several times, and how it clears up after the last seat."""
    states = []
    for step in document(name)["official"]["rounds"]:
        totals = without_zeros(numbers(step["totals"]))
        is_clearing_up = step["action"].startswith(("Elect remaining", "Defeat remaining", "Count Complete"))
        if totals and not is_clearing_up and totals not in states[-1:]:
            states.append(totals)
    assert states in [states_of(name, count) for count in official_counts(name)]


def states_of(name, count):
    """The tallies of a count, each different one once."""
    states = []
    for step in count.rounds:
        tallies = without_zeros(by_name(name, step.tallies))
        if tallies not in states[-1:]:
            states.append(tallies)
    return states


@needs_folder
@pytest.mark.parametrize("name", with_figure("pairwise"))
def test_official_pairwise_matrix(name):
    official = document(name)["official"]["pairwise"]
    keys = keys_of(name)
    pairwise = tallied(name).counts[0].pairwise
    ours = [[None if a == b else pairwise[a][b] for b in keys] for a in keys]
    assert ours == official


@needs_folder
@pytest.mark.parametrize("name", with_figure("majority"))
def test_official_choices_without_quorum_or_majority(name):
    official = document(name)["official"]
    keys = keys_of(name)
    plan = tallied(name).plan
    drops = plan.rule.find_drops(
        contest=plan.contest, count=tallied(name).counts[0], settings=plan.election.rule_settings
    )
    assert set(drops.quorum) == {keys[index] for index in official["dropped_by_quorum"]}
    failed = {keys[int(index)] for index, facts in official["majority"].items() if not facts["passes"]}
    assert set(drops.majority) == failed - set(drops.quorum)


@needs_folder
@pytest.mark.parametrize("name", with_figure("ranking"))
def test_official_ranking(name):
    keys = keys_of(name)
    official = [[keys[index] for index in group] for group in document(name)["official"]["ranking"]]
    count = tallied(name).counts[0]
    if count.ranking:
        assert [sorted(group) for group in count.ranking] == [sorted(group) for group in official]
    else:
        assert list(count.winners) == official[0]


@needs_folder
@pytest.mark.parametrize("name", with_figure("scores"))
def test_official_scores_and_runoff(name):
    official = document(name)["official"]
    (count,) = tallied(name).counts
    first, runoff = count.rounds
    assert by_name(name, first.tallies) == numbers(official["scores"])
    assert by_name(name, runoff.tallies) == numbers(official["runoff"])
    assert runoff.exhausted == official["no_preference"]


@needs_folder
@pytest.mark.parametrize("name", with_figure("final_round"))
def test_official_last_round(name):
    official = document(name)["official"]
    last = tallied(name).counts[0].rounds[-1]
    assert by_name(name, last.tallies) == numbers(official["final_round"])
    assert last.exhausted == official["final_exhausted"]


@needs_folder
@pytest.mark.parametrize("name", with_figure("facts"))
def test_figures_that_the_press_reported(name):
    """The reports name parties, so only the numbers are compared."""
    facts = document(name)["official"]["facts"]
    (count,) = tallied(name).counts
    first = list(count.rounds[0].tallies.values())
    reported = facts.get("first_preferences") or facts.get("first_preferences_top")
    assert set(reported.values()) <= set(first)
    assert sum(first) == facts.get("valid", sum(first))
    last = set(count.rounds[-1].tallies.values())
    assert set(facts.get("final", {}).values()) <= last


@needs_folder
def test_no_exception_is_listed_without_a_file():
    listed = {*TIE_SETTLED_BY_THE_SOURCE, *SLIPS_OF_THE_SOURCE, *SIX_DIGITS}
    listed |= {*KEPT_OUT_BY_THE_SOURCE, *VALID_SLIPS}
    assert listed <= set(NAMES)
    assert {document(name)["method"] for name in NAMES if not offered(name)} == set(NOT_OFFERED)
