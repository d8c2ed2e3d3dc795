"""Two programs that share nothing count the same elections: the site's methods and the second tabulator."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tools.drawing import elections
from tests.tools.exports import exported, load_program
from voting.api import counting_methods, decision_rules

program = load_program()
OURS = [plugin.slug for plugin in counting_methods if type(plugin).__module__.startswith("voting.plugins.")]
RULES = [plugin.slug for plugin in decision_rules if type(plugin).__module__.startswith("voting.plugins.")]


def rules_for(method):
    """A default option needs the pairs that only some methods count."""
    return [rule for rule in RULES if rule != "default_option" or method in ("schulze", "ranked_pairs")]


def test_the_second_tabulator_knows_every_method_and_rule_of_the_site():
    assert set(OURS) <= set(program.METHODS)
    assert set(RULES) <= set(program.RULES)


@pytest.mark.parametrize("method", OURS)
def test_both_count_and_decide_the_same(method):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def check(data):
        content = exported(**data.draw(elections(method, rules_for(method))))
        code, report = program.verify(json.dumps(content).encode())
        wrong = [each for each in report["contests"][0]["checks"] if not each["agrees"]]
        assert (code, wrong) == (program.HOLDS, [])

    check()
