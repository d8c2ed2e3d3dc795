"""Tracking codes in the form of an editor: refused beside the field where nothing could come of them."""

import pytest
from django.core.exceptions import ValidationError

from tests.factories.voting import make_vote_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"box": "roll_call"}, "This ballot box has no tracking codes."),
        ({"disclosure": "totals"}, "Tracking codes need published ballots."),
    ],
)
def test_codes_that_nobody_could_look_up_are_refused_beside_the_field(facts, words):
    page = make_vote_page()
    page.full_clean()
    for name, value in facts.items():
        setattr(page, name, value)
    page.tracking_codes = True
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert list(refused.value.message_dict) == ["tracking_codes"]
    assert words in refused.value.message_dict["tracking_codes"][0]


def test_codes_of_a_secret_vote_with_published_ballots_are_taken():
    page = make_vote_page(tracking_codes=True)
    page.full_clean()
