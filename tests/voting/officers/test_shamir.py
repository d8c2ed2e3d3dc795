from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.plugins.secret.shamir import join, split

secrets = st.binary(min_size=1, max_size=40)
PAIRS = list(combinations((1, 2, 3), 2))


@given(secret=secrets)
def test_any_two_shares_give_the_secret_in_either_order(secret):
    shares = split(secret)
    for one, two in PAIRS:
        assert join({one: shares[one], two: shares[two]}) == secret
        assert join({two: shares[two], one: shares[one]}) == secret


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("secret", [0, 1, 0x53, 0xFF])
def test_one_share_of_a_byte_is_any_byte_equally_often(number, secret):
    heights = {
        split(bytes([secret]), random=lambda _length, s=slope: bytes([s]))[number] for slope in range(256)
    }
    assert heights == {bytes([byte]) for byte in range(256)}


@pytest.mark.parametrize("number", [1, 2, 3])
def test_one_share_fits_every_secret(number):
    """Whatever somebody holds, each of the 256 bytes could be behind it, by exactly one way."""
    held = bytes([0xA7])
    fitting = [
        secret
        for secret in range(256)
        for slope in range(256)
        if split(bytes([secret]), random=lambda _length, s=slope: bytes([s]))[number] == held
    ]
    assert fitting == list(range(256))


@given(
    secret=secrets, place=st.integers(min_value=0), flipped=st.integers(1, 255), pair=st.sampled_from(PAIRS)
)
def test_an_altered_share_gives_another_secret(secret, place, flipped, pair):
    shares = {number: bytearray(split(secret)[number]) for number in (1, 2, 3)}
    whole = split(secret)
    shares = {number: bytearray(whole[number]) for number in pair}
    shares[pair[0]][place % len(secret)] ^= flipped
    assert join({number: bytes(value) for number, value in shares.items()}) != secret


def test_every_split_is_another_one():
    assert len({split(bytes(32))[1] for _number in range(20)}) == 20


@pytest.mark.parametrize(
    "shares",
    [{}, {1: b"a"}, {1: b"a", 2: b"b", 3: b"c"}, {0: b"a", 1: b"b"}, {1: b"a", 4: b"b"}, {1: b"a", 2: b"bc"}],
)
def test_join_refuses_what_are_not_two_shares(shares):
    with pytest.raises(ValueError):
        join(shares)
