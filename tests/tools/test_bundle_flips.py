"""Every single byte of a bundle changed: it never holds."""

from functools import cache

import pytest

from tests.tools.bundles import HOLDS_WHOLE, KINDS, draft, packed, summed
from tests.tools.judging import program


def status(content):
    try:
        bundle = program.Bundle(program.read_zip(content), content)
        return program.verify_bundle(bundle)[0]
    except program.Unreadable:
        return program.UNREADABLE


def flipped(content, at, by):
    return content[:at] + bytes([content[at] ^ by]) + content[at + 1 :]


REFUSED = {program.DIFFERS, program.UNREADABLE}


@pytest.mark.parametrize("by", [0x01, 0x20, 0x80])
def test_every_byte_of_the_zip_that_is_changed_is_found(by):
    """Also in the README, the names and the lists of the ZIP itself."""
    content = draft(**KINDS["codes"]).zip()

    def is_found(changed):
        try:
            return any(program.check_zip(program.Bundle(program.read_zip(changed), changed)))
        except program.Unreadable:
            return True

    assert not is_found(content)
    assert [at for at in range(len(content)) if not is_found(flipped(content, at, by))] == []


def test_the_status_says_so_when_a_byte_of_the_zip_is_changed():
    content = draft(**KINDS["codes"]).zip()
    assert {status(flipped(content, at, 0x01)) for at in range(0, len(content), 97)} <= REFUSED


def test_a_zip_that_is_cut_off_anywhere_or_goes_on_is_found():
    content = draft(**KINDS["codes"]).zip()
    cuts = [*range(0, len(content), 97), len(content) - 1]
    assert {status(content[:cut]) for cut in cuts} <= REFUSED
    assert status(content + b"\n") == program.DIFFERS
    assert status(content + content) in REFUSED


@pytest.fixture
def quick_reading(monkeypatch):
    """Files that did not change are read once, and signatures are checked once."""
    monkeypatch.setattr(program, "read_canonical", cache(program.read_canonical))


def differs(files):
    """Whether a rule finds something; rules come before the count, which is slow."""
    bundle = program.Bundle(files)
    rules = [rule for part in program.PARTS.values() for rule in part if program.applies(rule, bundle)]
    if any(program.check_rule(bundle, rule).agrees is False for rule in rules):
        return True
    return program.verify_bundle(bundle)[0] in REFUSED


# 0x01 makes other digits and letters, 0x20 capital letters of small ones. Every byte of one kind of
# vote, and every so many of the others.
@pytest.mark.parametrize(
    ("kind", "by", "step"),
    [
        pytest.param("codes", 0x01, 1, marks=pytest.mark.slow),
        ("codes", 0x20, 5),
        *((kind, by, 11) for kind in KINDS for by in (0x01, 0x20)),
    ],
)
def test_every_byte_that_is_changed_and_sealed_again_is_found(kind, by, step, quick_reading):
    files = draft(**KINDS[kind]).files()
    assert not differs(files)
    missed = [
        (name, at, files[name][max(0, at - 30) : at + 10])
        for name in sorted(set(files) - {"README.txt", "SHA256SUMS"})
        for at in range(0, len(files[name]), step)
        if not differs(summed({**files, name: flipped(files[name], at, by)}))
    ]
    assert missed == []


def test_the_readme_alone_is_free():
    files = draft().files()
    assert status(packed(summed({**files, "README.txt": b"Other words."}))) == program.HOLDS


def test_the_kinds_that_are_changed_hold_when_they_are_not():
    assert {kind for kind in KINDS if status(draft(**KINDS[kind]).zip()) == program.HOLDS} == HOLDS_WHOLE
