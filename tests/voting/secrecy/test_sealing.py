import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from voting.plugins.secret.keys import public_text
from voting.plugins.secret.sealing import (
    BallotTooLong,
    CannotOpen,
    pad,
    public_key,
    seal,
    sealed_length,
    unpad,
    unseal,
    unwrap,
    wrap,
    wrapped_length,
)

LENGTH = 256
PRIVATE, OTHER_PRIVATE = (ec.generate_private_key(ec.SECP256R1()) for _number in "12")
OUTER, OTHER_OUTER = (AESGCM.generate_key(256) for _number in "12")
MANIFEST = bytes(range(32))

ballots = st.binary(max_size=LENGTH)


def seal_here(ballot):
    public = public_key(public_text(PRIVATE.public_key()))
    sealed = seal(ballot=ballot, length=LENGTH, public=public, bound_to=MANIFEST)
    assert len(sealed) == sealed_length(LENGTH)
    return wrap(sealed=sealed, outer=OUTER, bound_to=MANIFEST)


def unseal_here(wrapped, *, private=PRIVATE, outer=OUTER, bound_to=MANIFEST):
    sealed = unwrap(wrapped=wrapped, outer=outer, bound_to=bound_to)
    return unseal(sealed=sealed, private=private, bound_to=bound_to)


@given(ballot=ballots)
def test_a_padded_ballot_is_found_again(ballot):
    assert unpad(pad(ballot, LENGTH)) == ballot


@given(ballot=ballots, other=ballots)
def test_padded_ballots_have_one_length(ballot, other):
    assert len(pad(ballot, LENGTH)) == len(pad(other, LENGTH))


@given(ballot=ballots)
def test_a_sealed_ballot_opens_with_its_keys(ballot):
    assert unseal_here(seal_here(ballot)) == ballot


@given(ballot=ballots, other=ballots)
def test_sealed_ballots_have_one_length_and_nothing_in_common(ballot, other):
    one, two = seal_here(ballot), seal_here(other)
    assert len(one) == len(two) == wrapped_length(LENGTH)
    assert one[:16] != two[:16]


def test_the_same_ballot_never_looks_the_same():
    assert len({seal_here(b"same") for _number in range(20)}) == 20


@given(ballot=ballots, place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_flipped_bit_cannot_be_opened(ballot, place, bit):
    sealed = bytearray(seal_here(ballot))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(CannotOpen):
        unseal_here(bytes(sealed))


@given(rubbish=st.binary(max_size=600))
def test_rubbish_cannot_be_opened(rubbish):
    with pytest.raises(CannotOpen):
        unseal_here(rubbish)


@given(rubbish=st.binary(max_size=300))
def test_rubbish_in_a_whole_outer_layer_cannot_be_opened(rubbish):
    with pytest.raises(CannotOpen):
        unseal_here(wrap(sealed=rubbish, outer=OUTER, bound_to=MANIFEST))


@given(ballot=ballots, other_manifest=st.binary(min_size=32, max_size=32).filter(lambda it: it != MANIFEST))
def test_a_ballot_of_another_manifest_cannot_be_opened(ballot, other_manifest):
    with pytest.raises(CannotOpen):
        unseal_here(seal_here(ballot), bound_to=other_manifest)


def test_the_inner_layer_alone_is_bound_to_the_manifest():
    sealed = unwrap(wrapped=seal_here(b"ballot"), outer=OUTER, bound_to=MANIFEST)
    with pytest.raises(CannotOpen):
        unseal(sealed=sealed, private=PRIVATE, bound_to=MANIFEST[::-1])


@pytest.mark.parametrize(
    "keys",
    [
        {"private": OTHER_PRIVATE, "outer": OTHER_OUTER},
        {"outer": OTHER_OUTER},
        {"private": OTHER_PRIVATE},
    ],
    ids=["both", "outer", "private"],
)
def test_both_keys_are_needed(keys):
    with pytest.raises(CannotOpen):
        unseal_here(seal_here(b"ballot"), **keys)


def test_a_ballot_longer_than_all_are_padded_to_is_refused():
    with pytest.raises(BallotTooLong):
        seal_here(b"x" * (LENGTH + 1))
