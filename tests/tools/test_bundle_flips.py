"""Every single byte of a bundle changed: it never holds."""

import pytest

from tests.tools.bundles import KINDS, draft, packed, summed
from tests.tools.test_bundle import HOLDS_WHOLE, program


def status(content):
    try:
        bundle = program.Bundle(program.read_zip(content), content)
        return program.verify_bundle(bundle)[0]
    except program.Unreadable:
        return program.UNREADABLE


def flipped(content, at, by):
    return content[:at] + bytes([content[at] ^ by]) + content[at + 1 :]


@pytest.mark.parametrize("by", [0x01, 0x20, 0x80])
def test_every_byte_of_the_zip_that_is_changed_is_found(by):
    """Also in the README, the names and the lists of the ZIP itself."""
    content = draft(**KINDS["codes"]).zip()
    missed = [
        at
        for at in range(len(content))
        if status(flipped(content, at, by)) not in (program.DIFFERS, program.UNREADABLE)
    ]
    assert missed == []


def test_a_zip_that_is_cut_off_anywhere_or_goes_on_is_found():
    content = draft(**KINDS["codes"]).zip()
    cuts = [*range(0, len(content), 7), len(content) - 1]
    assert {status(content[:cut]) for cut in cuts} <= {program.DIFFERS, program.UNREADABLE}
    assert status(content + b"\n") == program.DIFFERS
    assert status(content + content) in (program.DIFFERS, program.UNREADABLE)


def every_change(files, by):
    """Each file but the README with each of its bytes changed, and sums that fit."""
    for name in sorted(set(files) - {"README.txt", "SHA256SUMS"}):
        for at in range(len(files[name])):
            yield name, at, summed({**files, name: flipped(files[name], at, by)})


# 0x01 changes digits and letters, 0x20 capital and small ones.
@pytest.mark.parametrize("by", [0x01, 0x20])
@pytest.mark.parametrize("kind", KINDS)
def test_every_byte_that_is_changed_and_sealed_again_is_found(kind, by):
    files = draft(**KINDS[kind]).files()
    missed = []
    for name, at, changed in every_change(files, by):
        content = program.pack_zip(changed)
        if status(content) not in (program.DIFFERS, program.UNREADABLE):
            missed.append((name, at, files[name][max(0, at - 30) : at + 10]))
    assert missed == []


def test_the_readme_alone_is_free():
    files = draft().files()
    assert status(packed(summed({**files, "README.txt": b"Other words."}))) == program.HOLDS


def test_the_kinds_that_are_changed_hold_when_they_are_not():
    holding = {kind for kind in KINDS if status(draft(**KINDS[kind]).zip()) == program.HOLDS}
    assert holding == HOLDS_WHOLE
