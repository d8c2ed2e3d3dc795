import pytest

from core.plain_language import count_words, reading_grade


def test_words_are_counted_between_spaces():
    assert count_words("Rents rise  faster\nthan pay.") == 5
    assert count_words("") == 0


def test_grade_of_nothing_is_zero():
    assert reading_grade("") == 0


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The cat sat on the mat. The dog ran to the cat.", 0, 2),
        ("Rents rise faster than pay. We want cities to be free to cap how fast.", 0, 5),
        (
            "Notwithstanding considerable legislative deliberation, municipal jurisdictions "
            "remain statutorily prohibited from implementing rent stabilization mechanisms.",
            15,
            40,
        ),
    ],
)
def test_grade_follows_the_length_of_words_and_sentences(text, low, high):
    assert low <= reading_grade(text) <= high
