"""Every word that the script may ask for is there, and none is there in vain."""

import re

from tests.voting.check.conftest import SCRIPTS
from voting.check_words import check_words
from voting.models import Outcome

ALL = "\n".join(path.read_text() for path in sorted(SCRIPTS.rglob("*.js")))


def test_every_fact_of_the_script_has_words_and_the_other_way_round():
    told = set(re.findall(r'\["([a-z_]+)", (?:\{(?! form)|values|round)', ALL))
    # Facts that are handed to a function by name.
    named = {name for name in check_words()["facts"] if f'"{name}"' in ALL}
    assert told - set(check_words()["facts"]) == set()
    assert set(check_words()["facts"]) - named == set()


def test_every_check_of_the_script_has_words_and_the_other_way_round():
    checks = set(re.findall(r'(?:checks\.add|checks\.unknown|this\.checks\.add)\("([a-z_]+)"', ALL))
    assert checks == set(check_words()["checks"])


def test_every_outcome_of_the_site_has_words():
    assert set(Outcome.values) <= set(check_words()["outcomes"])


def test_every_value_of_a_sentence_is_one_that_the_script_fills_in():
    asked = set(re.findall(r"%\((\w+)\)[sd]", str(check_words())))
    assert {name for name in asked if not re.search(rf"\b{name}\b", ALL)} == set()


def test_script_says_no_words_of_its_own():
    texts = re.findall(r'"([^"\n]*)"|`([^`]*)`', re.sub(r"/\*.*?\*/|//[^\n]*", "", ALL, flags=re.S))
    sentences = [text for pair in texts for text in pair if re.match(r"[A-Z][a-z]+ [a-z]+ ", text)]
    assert sentences == []
