"""An officer's share as text: typed by hand, with the mistakes that hands make."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.api import InvalidShare
from voting.plugins.secret.shares import Share, read_share

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SHARE = Share(number=2, vote_prefix="6F3A9C1E", value=bytes(range(200, 232)))
# Where a sign of this share stands, not a dash.
PLACES = [place for place, sign in enumerate(SHARE.text) if sign != "-"]

shares = st.builds(
    Share,
    number=st.integers(1, 3),
    vote_prefix=st.text("0123456789ABCDEF", min_size=8, max_size=8),
    value=st.binary(min_size=32, max_size=32),
)


@given(share=shares)
def test_share_is_read_back(share):
    assert read_share(share.text) == share


def test_share_says_what_it_is():
    assert SHARE.text.startswith("MV1-2-6F3A9C1E-")
    assert len(SHARE.signs) == 68 and set(SHARE.signs) <= set(ALPHABET)


@pytest.mark.parametrize(
    "typed",
    [
        SHARE.text.lower(),
        SHARE.text.replace("-", " "),
        SHARE.text.replace("-", ""),
        SHARE.text.replace("-", " – "),
        f"\n {SHARE.text[:30]}\r\n\t{SHARE.text[30:]} \n",
        SHARE.text.replace("1", "I").replace("0", "O"),
        SHARE.text.replace("1", "l").replace("0", "o"),
    ],
    ids=["small", "blanks", "no dashes", "long dashes", "lines", "mixed up", "mixed up small"],
)
def test_ways_of_typing_do_no_harm(typed):
    assert read_share(typed) == SHARE


@pytest.mark.parametrize("place", PLACES)
def test_any_single_typo_is_noticed(place):
    for sign in ALPHABET:
        if sign != SHARE.text[place]:
            with pytest.raises(InvalidShare):
                read_share(SHARE.text[:place] + sign + SHARE.text[place + 1 :])


def test_any_two_signs_that_changed_places_are_noticed():
    signs = list(SHARE.signs)
    for one in range(len(signs)):
        for two in range(one + 1, len(signs)):
            if signs[one] != signs[two]:
                swapped = signs.copy()
                swapped[one], swapped[two] = signs[two], signs[one]
                with pytest.raises(InvalidShare):
                    read_share("".join(swapped))


@pytest.mark.parametrize("place", PLACES)
def test_a_left_out_or_doubled_sign_is_noticed(place):
    for typed in (
        SHARE.text[:place] + SHARE.text[place + 1 :],
        SHARE.text[:place] + SHARE.text[place] + SHARE.text[place:],
    ):
        with pytest.raises(InvalidShare, match="68 letters and digits"):
            read_share(typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "68 letters and digits. This has 0"),
        (SHARE.text.replace("M", "U", 1), "“U” is in no share"),
        (SHARE.text + "!", "“!” is in no share"),
        ("١" * 68, "is in no share"),
        ("0" * 68, "no share of a key"),
    ],
)
def test_what_is_wrong_is_said_in_words(typed, words):
    with pytest.raises(InvalidShare, match=words):
        read_share(typed)


def test_more_than_32_bytes_are_no_share():
    """The 52 signs hold four bits more than a share has; nobody may hide a second spelling there."""
    body = SHARE.signs[:12] + "Z" + SHARE.signs[13:-4]
    number = 0
    for sign in body:
        number = number * 32 + ALPHABET.index(sign)
    number %= 1_048_573
    check = "".join(ALPHABET[number >> bits & 31] for bits in (15, 10, 5, 0))
    with pytest.raises(InvalidShare, match="no share of a key"):
        read_share(body + check)


@given(text=st.text(max_size=100))
def test_no_text_is_more_than_refused(text):
    with pytest.raises(InvalidShare):
        read_share(text)


def test_hash_is_that_of_the_signs():
    assert SHARE.sha256 == hashlib.sha256(SHARE.text.replace("-", "").encode()).hexdigest()
