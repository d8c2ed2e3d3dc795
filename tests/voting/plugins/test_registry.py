"""The doors through which plugins enter."""

import pytest

from voting.api import (
    CountingMethod,
    PluginMissing,
    SeededLot,
    ballot_boxes,
    counting_methods,
    decision_rules,
    electorates,
)
from voting.registry import Registry


@pytest.mark.parametrize("registry", [counting_methods, ballot_boxes, decision_rules, electorates])
def test_every_plugin_has_a_label_and_an_explanation(registry):
    assert len(list(registry)) >= 1
    for plugin in registry:
        assert str(plugin.label) and str(plugin.explanation)


def test_registry_refuses_a_class_of_another_kind():
    with pytest.raises(Exception, match="is not a CountingMethod"):
        Registry(CountingMethod, CountingMethod).register(dict)


def test_registry_refuses_a_taken_slug():
    with pytest.raises(Exception, match="Two CountingMethod plugins are called 'single_choice'"):
        counting_methods.register(type(counting_methods.get("single_choice")))


def test_plugin_that_is_gone_has_a_stand_in():
    gone = counting_methods.get("gone")
    assert gone.is_missing and gone.slug == "gone" and str(gone.label)
    with pytest.raises(PluginMissing):
        gone.count(contest=None, ballots=[], lot=SeededLot("any"))
