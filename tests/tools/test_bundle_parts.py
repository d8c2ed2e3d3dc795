"""What a bundle is made of, against published examples and against other people's libraries."""

import hashlib

import pytest
import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.tools.bundles import path_by_definition, root_by_definition, signed_note
from tests.tools.judging import program
from voting.domain.canonical import merkle_root

# --- canonical JSON ---


def test_keys_are_sorted_by_utf_16_as_in_the_example_of_the_standard():
    names = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    written = program.canonical(names)
    assert written == '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\U0001f600":5,"\ufb33":3}'


def test_signs_are_written_as_in_the_example_of_the_standard():
    text = '\u20ac$\u000f\nA\'B"\\\\"/\x7f\u2028'
    assert program.canonical(text) == '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f\u2028"'


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
@settings(max_examples=60, deadline=None)
def test_values_are_written_as_another_library_writes_them(value):
    written = program.canonical(value).encode()
    assert written == rfc8785.dumps(value)
    assert program.alike(program.read_canonical(written, ""), value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"1.0",
        b"1e3",
        b"-0",
        b"01",
        b"NaN",
        b"Infinity",
        b"9007199254740992",
        b"9" * 5000,
        b"1 ",
        b"[1, 2]",
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'"\\u00e9"',
        b'"\\/"',
        b'"\\ud800"',
        b'"\\ud83d\\ude00"',
        b"\xef\xbb\xbf1",
        b"[" * 100_000,
        b"[" * 62 + b"]" * 62,
        b'{"a":' * 500 + b"1" + b"}" * 500,
        b"[1,]",
        b"true\n",
    ],
)
def test_json_that_is_not_in_the_one_form_is_refused(content):
    with pytest.raises(program.Unreadable):
        program.read_canonical(content, "it")


@pytest.mark.parametrize("value", [1.0, 2**53, (1,), b"", {"a": 0.5}])
def test_what_these_files_cannot_hold_is_never_written(value):
    with pytest.raises(ValueError, match=r"place in it|too large"):
        program.canonical(value)


@pytest.mark.parametrize(
    ("here", "there"), [(1, True), (0, False), ([1], [True]), ({"a": 0}, {"a": False}), ("1", 1), (None, 0)]
)
def test_values_of_different_kinds_are_never_alike(here, there):
    assert not program.alike(here, there)
    assert program.alike(here, here)


# --- trees ---

# The example tree of the certificate transparency project: its leaves and roots.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def test_trees_are_those_of_the_published_example():
    found = program.tree_roots(LEAVES, set(ROOTS))
    assert {size: root.hex() for size, root in found.items()} == ROOTS


def leaves(number):
    return [hashlib.sha256(str(at).encode()).digest() for at in range(number)]


def test_three_ways_to_grow_a_tree_are_one():
    """By the definition, by moving odd ones up (the site), and by whole subtrees (the program)."""
    known = program.tree_roots(leaves(300), set(range(301)))
    for size in range(301):
        assert merkle_root(leaves(size)) == known[size] == root_by_definition(leaves(size))


def test_every_proof_for_every_size_leads_to_the_root():
    data = leaves(300)
    roots = program.tree_roots(data, set(range(301)))
    for size in range(1, 301):
        # All places of small trees, and some of large ones.
        for index in range(size) if size < 20 else (0, size // 3, size - 2, size - 1):
            path = path_by_definition(data[:size], index)
            assert program.root_from_path(data[index], index, size, path) == roots[size]


def test_a_proof_of_another_shape_leads_nowhere():
    data = leaves(11)
    root = root_by_definition(data)
    for index in range(11):
        path = path_by_definition(data, index)
        others = [
            program.root_from_path(data[index], index + 1, 11, path),
            program.root_from_path(data[index], index, 11, path[:-1]),
            program.root_from_path(data[index], index, 11, [*path, root]),
            program.root_from_path(data[index], index, 11, path[::-1]) if len(set(path)) > 1 else None,
            program.root_from_path(data[index - 1], index, 11, path),
            program.root_from_path(data[index], -1, 11, path),
            program.root_from_path(data[index], 11, 11, path),
        ]
        assert root not in others
    assert program.root_from_path(data[0], 0, 0, []) is None


# --- signatures ---

# RFC 8032, section 7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
        "3dca179c138ac17ad9bef1177331a704",
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_signatures_of_the_standard_are_valid_and_no_others(key, message, signature):
    key, message, signature = (bytes.fromhex(text) for text in (key, message, signature))
    assert program.is_signed(key, message, signature)
    assert not program.is_signed(key, message + b"\x00", signature)
    for at in (0, 31, 32, 63):
        assert not program.is_signed(key, message, flip(signature, at))
    assert not program.is_signed(flip(key, 5), message, signature)
    # The same number written in another way (section 5.1.7: it must be below the order of the group).
    scalar = int.from_bytes(signature[32:], "little") + program.ORDER
    assert not program.is_signed(key, message, signature[:32] + scalar.to_bytes(32, "little"))
    assert not program.is_signed(key, message, signature[:63])
    assert not program.is_signed(key[:31], message, signature)


def flip(content, at):
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 63), st.integers(0, 255))
@settings(max_examples=40, deadline=None)
def test_signatures_are_judged_as_another_library_judges_them(seed, message, at, by):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes_raw()
    signature = key.sign(message)
    changed = signature[:at] + bytes([signature[at] ^ by]) + signature[at + 1 :]
    assert program.is_signed(public, message, signature)
    assert program.is_signed(public, message, changed) == (changed == signature)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64))
@example(bytes(32), bytes(64))
@example(b"\x01" + bytes(31), b"\x01" + bytes(63))
@example(b"\x01" + bytes(30) + b"\x80", b"\x01" + bytes(63))
@example(b"\xed" + b"\xff" * 30 + b"\x7f", b"\x01" + bytes(63))
@example(b"\xee" + b"\xff" * 30 + b"\x7f", b"\x01" + bytes(63))
@example(b"\x01" + bytes(31), b"\xee" + b"\xff" * 30 + b"\x7f" + bytes(32))
@settings(max_examples=60, deadline=None)
def test_strange_keys_and_signatures_are_never_taken_for_more_than_another_library_does(public, signature):
    if program.is_signed(public, b"", signature):
        Ed25519PublicKey.from_public_bytes(public).verify(signature, b"")


def test_a_library_refuses_what_it_should():
    """The test above would prove nothing if the other library took everything."""
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(VECTORS[0][0])).verify(bytes(64), b"")


# --- signed notes ---

NOTE = signed_note(leaves=leaves(3), size=3)


@pytest.mark.parametrize(
    "content",
    [
        b"\n",
        b"\xff",
        NOTE[:-1].encode(),
        (NOTE + "\n").encode(),
        (NOTE + NOTE).encode(),
        (NOTE + "\n\n" + NOTE).encode(),
        NOTE.replace("\n3\n", "\n03\n").encode(),
        NOTE.replace("\n3\n", "\n\u0663\n").encode(),
        NOTE.replace("\n3\n", "\n-3\n").encode(),
        NOTE.replace("\n3\n", "\n" + "9" * 5000 + "\n").encode(),
        NOTE.replace("\u2014 ", "- ").encode(),
        NOTE.replace("=\n", "\n").encode(),
        NOTE.replace("\n", "\r\n").encode(),
        NOTE.replace("\n\n", "\nmore\n\n").encode(),
        NOTE.replace("member-vote", "member-note", 1).encode(),
    ],
)
def test_notes_of_another_form_are_refused(content):
    with pytest.raises(program.Unreadable):
        program.read_checkpoints(content)


def test_notes_are_read():
    [one, two] = program.read_checkpoints((NOTE + "\n" + NOTE).encode())
    assert one == two
    assert (one.size, one.root) == (3, root_by_definition(leaves(3)))
    assert program.read_checkpoints(b"") == []
