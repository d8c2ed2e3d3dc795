"""seal.js against the site's own sealing: what one seals, the other opens."""

import json
import os
import random
from base64 import b64decode, b64encode
from collections import Counter

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric import ec

from voting.domain.tracking import is_code, without_code
from voting.plugins.secret.keys import public_text
from voting.plugins.secret.sealing import SUITE, BallotTooLong, CannotOpen, pad, seal, sealed_length, unseal

INFO = bytes(range(32))
LENGTH = 512
BALLOTS = [
    {},
    {"race": None},
    {"race": "a", "tax": "yes"},
    {"race": ["b", ["a", "c"], "ne"], "board": [5, None, 0]},
    {"é": "字", "z": '\u2028\U0001f5f3\\"\n', "": [], "\ue000": 1, "\U0001f600": 2},
]

SEAL = """async (load, [ballots, terms, code]) => {
    const { seal } = await load("seal.js");
    return Promise.all(ballots.map((selections) => seal({ selections, code, terms })));
}"""
OPEN = """async (load, { texts, jwk, point, info }) => {
    const { open } = await load("keys/hpke.js");
    const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const privateKey = await crypto.subtle.importKey(
        "jwk", jwk, { name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
    const opened = await Promise.all(texts.map((text) =>
        open({ sealed: bytes(text), privateKey, publicPoint: bytes(point), info: bytes(info) })));
    return opened.map((content) => btoa(String.fromCharCode(...new Uint8Array(content))));
}"""


@pytest.fixture(scope="module")
def private():
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def terms(private):
    return {
        "public_key": public_text(private.public_key()),
        "ballot_length": LENGTH,
        "manifest_sha256": INFO.hex(),
        "suite": SUITE,
    }


def _opened(text: str, private) -> bytes:
    return unseal(sealed=b64decode(text, validate=True), private=private, bound_to=INFO)


# --- sealing ------------------------------------------------------------------------------------------


def test_what_a_browser_seals_opens_here(run, private, terms):
    sealed = run(SEAL, [BALLOTS, terms, ""])
    assert [_opened(text, private) for text in sealed] == [rfc8785.dumps(ballot) for ballot in BALLOTS]


def test_what_a_browser_seals_has_one_length_and_never_repeats(run, terms):
    sealed = run(SEAL, [BALLOTS * 2, terms, ""])
    assert {len(b64decode(text)) for text in sealed} == {sealed_length(LENGTH)}
    assert len({text[:80] for text in sealed}) == len(sealed)


def test_what_is_sealed_here_opens_in_a_browser(run, private):
    public = private.public_key()
    sealed = [
        seal(ballot=rfc8785.dumps(ballot), length=LENGTH, public=public, bound_to=INFO) for ballot in BALLOTS
    ]
    opened = run(
        OPEN,
        {
            "texts": [b64encode(content).decode() for content in sealed],
            "jwk": _jwk(private),
            "point": public_text(public),
            "info": b64encode(INFO).decode(),
        },
    )
    expected = [pad(rfc8785.dumps(ballot), LENGTH) for ballot in BALLOTS]
    assert [b64decode(content) for content in opened] == expected


def _jwk(private) -> dict:
    numbers = private.private_numbers()
    values = {"d": numbers.private_value, "x": numbers.public_numbers.x, "y": numbers.public_numbers.y}
    return {"kty": "EC", "crv": "P-256", **{name: _base64url(value) for name, value in values.items()}}


def _base64url(number: int) -> str:
    text = b64encode(number.to_bytes(32, "big")).decode()
    return text.replace("+", "-").replace("/", "_").rstrip("=")


def test_ballot_carries_its_code(run, private, terms):
    code = "ABCD-EFGH-JKMN-PQRS"
    (sealed,) = run(SEAL, [[{"race": "a"}], terms, code])
    assert without_code(json.loads(_opened(sealed, private))) == ({"race": "a"}, code)


def test_ballot_for_another_manifest_does_not_open(run, private, terms):
    (sealed,) = run(SEAL, [[{"race": "a"}], {**terms, "manifest_sha256": os.urandom(32).hex()}, ""])
    with pytest.raises(CannotOpen):
        _opened(sealed, private)


def test_ballot_that_is_too_long_is_not_sealed(run, terms):
    with pytest.raises(Exception, match="too long"):
        run(SEAL, [[{"race": "a" * LENGTH}], terms, ""])


def test_padding_is_that_of_the_site(run):
    sizes = [0, 1, 2, 255, 256, 300]
    padded = run(
        """async (load, sizes) => {
            const { pad } = await load("seal.js");
            return sizes.map((size) => [...pad(new Uint8Array(size).fill(7), 300)]);
        }""",
        sizes,
    )
    assert [bytes(each) for each in padded] == [pad(b"\7" * size, 300) for size in sizes]
    with pytest.raises(BallotTooLong):
        pad(b"\7" * 301, 300)
    with pytest.raises(Exception, match="too long"):
        run("""async (load) => (await load("seal.js")).pad(new Uint8Array(301), 300)""")


@pytest.mark.parametrize(
    "changed", [{"suite": "another"}, {"public_key": b64encode(b"\4" + b"\1" * 64).decode()}, {}]
)
def test_browser_says_whether_it_can_seal(run, terms, changed):
    answer = run("""async (load, terms) => (await load("seal.js")).canSeal(terms)""", {**terms, **changed})
    assert answer is (changed == {})


# --- canonical JSON -----------------------------------------------------------------------------------

_LETTERS = 'aZ0 "\\/\b\f\n\r\t\x00\x1f\x7f<&é字\u2028\ue000\ufffd\U0001f600\U0001f5f3'


def _value(source: random.Random, depth: int = 3):
    kind = source.randrange(9 if depth else 6)
    match kind:
        case 0:
            return source.choice([None, True, False])
        case 1:
            return source.randrange(-(2**53) + 1, 2**53)
        case 2:
            return source.choice([0.0, 1e21, 1e-7, 5e-324, 1.7976931348623157e308, 0.1, -1.5, 1e20])
        case 3:
            return source.uniform(-1, 1) * 10 ** source.randrange(-25, 25)
        case 4 | 5:
            return "".join(source.choices(_LETTERS, k=source.randrange(8)))
        case 6 | 7:
            return [_value(source, depth - 1) for _ in range(source.randrange(4))]
    return {"".join(source.choices(_LETTERS, k=3)): _value(source, depth - 1) for _ in range(4)}


def test_canonical_json_is_that_of_the_site(run):
    source = random.Random(8785)
    values = [_value(source) for _ in range(600)] + BALLOTS
    # As text, so that nothing on the way changes a number.
    written = run(
        """async (load, texts) => {
            const { canonical } = await load("seal.js");
            return texts.map((text) => canonical(JSON.parse(text)));
        }""",
        [json.dumps(value) for value in values],
    )
    for value, text in zip(values, written, strict=True):
        assert text.encode() == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value",
    [
        "undefined",
        "NaN",
        "Infinity",
        "10n",
        "() => 1",
        "Symbol()",
        "'\\ud800'",
        "[undefined]",
        "({ a: undefined })",
        "({ '\\udc00': 1 })",
    ],
)
def test_what_json_cannot_say_is_refused(run, value):
    refused = run(
        f"""async (load) => {{
            const {{ canonical }} = await load("seal.js");
            try {{ return canonical({value}); }} catch (error) {{ return error instanceof TypeError; }}
        }}"""
    )
    assert refused is True


# --- codes --------------------------------------------------------------------------------------------


def test_codes_are_those_of_the_site_and_use_every_letter_alike(run):
    codes = run(
        """async (load) => {
            const { newCode } = await load("seal.js");
            return Array.from({ length: 3200 }, newCode);
        }"""
    )
    assert all(map(is_code, codes))
    assert len(set(codes)) == len(codes)
    for place in (0, 7, 18):
        letters = Counter(code[place] for code in codes)
        assert len(letters) == 32
        # A hundred each; seven standard deviations around it.
        assert all(30 < number < 170 for number in letters.values())
