"""Hashes, signatures, canonical JSON and ZIPs of the script against other people's libraries."""

import base64
import hashlib
import json
import zipfile
from io import BytesIO
from random import Random

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from voting.domain.canonical import merkle_root

RANDOM = Random("formulas")
# Around the lengths at which a block is full.
LENGTHS = [0, 1, 3, 55, 56, 63, 64, 65, 111, 112, 119, 120, 127, 128, 129, 1000]
ORDER = 2**252 + 27742317777372353535851937790883648493


def in_browser(engine, module, body, values):
    """What `body` makes of each value. Bytes go there and back in Base64."""
    script = f"""async (load, values) => {{
      const {{ fromBase64, hex }} = await load("bytes.js");
      const used = await load("{module}");
      return values.map((value) => {body});
    }}"""
    return engine.run(script, values)


def text64(content):
    return base64.b64encode(content).decode()


@pytest.mark.parametrize(
    ("module", "name", "known"), [("hashes.js", "sha256", "sha256"), ("ed25519.js", "sha512", "sha512")]
)
def test_hashes_are_those_of_the_standard(engine, module, name, known):
    messages = [RANDOM.randbytes(length) for length in LENGTHS]
    found = in_browser(engine, module, f"hex(used.{name}(fromBase64(value)))", [*map(text64, messages)])
    assert found == [hashlib.new(known, message).hexdigest() for message in messages]


def test_merkle_roots_are_those_of_the_site(engine):
    trees = [[RANDOM.randbytes(32) for _leaf in range(number)] for number in range(20)]
    found = in_browser(
        engine,
        "hashes.js",
        "hex(used.merkleRoot(value.map(fromBase64)))",
        [[text64(leaf) for leaf in leaves] for leaves in trees],
    )
    assert found == [merkle_root(leaves).hex() for leaves in trees]


def signed(number):
    key = Ed25519PrivateKey.from_private_bytes(RANDOM.randbytes(32))
    message = RANDOM.randbytes(number)
    return key.public_key().public_bytes_raw(), message, key.sign(message)


def verified(engine, cases):
    return in_browser(
        engine,
        "ed25519.js",
        "used.verify(...value.map(fromBase64))",
        [[text64(part) for part in case] for case in cases],
    )


def test_true_signatures_are_accepted(engine):
    assert verified(engine, [signed(number) for number in range(12)]) == [True] * 12


def test_false_signatures_are_refused(engine):
    key, message, signature = signed(40)
    other = signed(40)
    # The same signature with another scalar that is equal modulo the order.
    scalar = int.from_bytes(signature[32:], "little") + ORDER
    cases = [
        (other[0], message, signature),
        (key, message + b"\n", signature),
        (key, message, other[2]),
        (key, message, signature[:32] + scalar.to_bytes(32, "little")),
        (key, message, signature[32:] + signature[:32]),
        (key, message, bytes(64)),
        (key, message, signature[:-1]),
        (key[:-1], message, signature),
        (b"\xff" * 32, message, signature),
        (key, message, b"\xff" * 32 + signature[32:]),
    ]
    assert verified(engine, cases) == [False] * len(cases)


VALUES = [
    {"b": 1, "a": [True, False, None, "x"], "": {}},
    {"é": '\u20ac$\u000f\nA\'B"\\"/', "\U0001f600": 1, "\ufb33": 2, "1": 3, "10": 4, "2": 5},
    [[], {}, "", 0, -1, 2**53 - 1, "\u2028\u2029\u007f"],
    {"__proto__": 1, "constructor": 2, "length": {"0": "a"}},
]


def test_canonical_json_is_that_of_the_standard(engine):
    found = in_browser(
        engine, "canonical.js", "used.canonical(JSON.parse(value))", [*map(json.dumps, VALUES)]
    )
    assert found == [rfc8785.dumps(value).decode() for value in VALUES]


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":1}',
        '{"b":1,"a":2}',
        "[1.0]",
        "[1.5]",
        "[9007199254740993]",
        "[1e2]",
        "[-0]",
        "[ 1]",
        '["\\u0041"]',
    ],
)
def test_other_forms_of_a_value_are_not_canonical(engine, text):
    script = """async (load, text) => {
      const { isCanonical } = await load("canonical.js");
      try { return isCanonical(text, JSON.parse(text)); } catch { return false; }
    }"""
    assert engine.run(script, text) is False
    assert engine.run(script, '{"a":1}') is True


def test_zip_of_the_same_parts_is_the_same_as_pythons(engine):
    parts = {"a.txt": b"", "b.txt": b"words", "c.bin": bytes(range(256)), "\u00e9.txt": b"1"}
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    (found,) = in_browser(
        engine,
        "zip.js",
        "hex(used.zipOf(value.map(([name, content]) => [name, fromBase64(content)])))",
        [[[name, text64(content)] for name, content in parts.items()]],
    )
    assert found == made.getvalue().hex()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("0123-4567-89AB-CDEF", "0123-4567-89AB-CDEF"),
        (" o123 4567 89ab cdef ", "0123-4567-89AB-CDEF"),
        ("lIOo456789abcdef", "1100-4567-89AB-CDEF"),
        ("0123-4567-89AB-CDE", None),
        ("0123-4567-89AB-CDEFG", None),
        ("0123-4567-89AB-CDEU", None),
        ("", None),
    ],
)
def test_code_is_read_as_people_write_it(engine, typed, code):
    assert engine.call("codes.js", "tidyCode", typed) == code


@pytest.mark.parametrize(
    ("stored", "text", "decimal"),
    [
        (7, "7", "7"),
        ("10/4", "5/2", "2.5"),
        ("-3/6", "-1/2", "-0.5"),
        ("1/3", "1/3", "0.333333333"),
        ("100000000000000000001/2", "100000000000000000001/2", "50000000000000000000.5"),
        ("0/5", "0", "0"),
        ("1/0", None, None),
        ("1.5", None, None),
        ("1e9", None, None),
        (1.5, None, None),
        (None, None, None),
        (True, None, None),
    ],
)
def test_stored_numbers_are_exact(engine, stored, text, decimal):
    script = """async (load, stored) => {
      const { Fraction } = await load("fraction.js");
      const number = Fraction.from(stored);
      return [number && `${number}`, number && number.toDecimal()];
    }"""
    assert engine.run(script, stored) == [text, decimal]
