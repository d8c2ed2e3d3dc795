"""Whatever the bytes of a file are, the program answers: no error of its own, no endless work."""

import io
import json
import subprocess
import sys
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.bundles import KINDS, draft, packed, summed
from tests.tools.exports import PROGRAM
from tests.tools.judging import program, verify

FILES = draft(**KINDS["codes"]).files()
WHOLE = packed(FILES)


def answer(content):
    """The status, through everything that the program does with a file and prints about it."""
    try:
        given = program.open_bundle(io.BytesIO(content))
        if isinstance(given, program.Bundle):
            code, report = program.verify_bundle(given, program.Held(code="0"))
            text = program.bundle_as_text(code, report)
        else:
            code, report = program.verify(given)
            text = program.as_text(code, report)
        json.dumps(report)
        assert text.endswith("\n")
    except program.Unreadable as problem:
        assert str(problem)
        return program.UNREADABLE
    return code


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_answered(content):
    for start in (b"", program.ZIP_START, WHOLE[:40], WHOLE[:400]):
        assert answer(start + content) in (program.DIFFERS, program.UNREADABLE)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(max_size=4)), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_bytes_that_are_cut_or_put_in_anywhere_are_answered(changes):
    content = WHOLE
    for at, new in changes:
        content = content[:at] + new + content[at + 3 :]
    assert answer(content) in program.WORDS


@given(st.sampled_from(sorted(FILES)), st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_bytes_in_any_file_are_answered(name, content):
    assert answer(packed(summed({**FILES, name: content}))) in program.WORDS


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(max_size=6)
    | st.sampled_from(["", "x", "00" * 32, "1/0", "9" * 30, "1e999999999", "2026-01-01T00:00:00Z"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def places(value, path=()):
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, below in inner:
        yield (*path, step)
        yield from places(below, (*path, step))


def parts():
    """Every JSON value of the bundle: its file, its line, and its path."""
    for name in sorted(FILES):
        if name.endswith(".json"):
            yield from ((name, None, path) for path in [(), *places(json.loads(FILES[name]))])
        if name.endswith(".jsonl"):
            for number, line in enumerate(FILES[name].splitlines()):
                yield from ((name, number, path) for path in [(), *places(json.loads(line))])


def put(value, path, new):
    if not path:
        return new
    holder = value
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = new
    return value


def written(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        errors="surrogatepass"
    )


@given(st.sampled_from(list(parts())), JSON_VALUES)
@settings(max_examples=400, deadline=None)
def test_any_value_in_the_place_of_any_other_is_answered(part, new):
    name, number, path = part
    if number is None:
        content = written(put(json.loads(FILES[name]), path, new))
    else:
        lines = FILES[name].splitlines()
        lines[number] = written(put(json.loads(lines[number]), path, new))
        content = b"".join(line + b"\n" for line in lines)
    code = answer(packed(summed({**FILES, name: content})))
    assert code in program.WORDS
    if content != FILES[name]:
        assert code != program.HOLDS


@pytest.mark.parametrize(
    "value",
    ["9" * 5000, "[" * 100_000, "[" * 900 + "]" * 900, '{"a":' * 900 + "1" + "}" * 900, "1e999999999", "NaN"],
)
@pytest.mark.parametrize("name", sorted(name for name in FILES if "json" in name))
def test_deep_and_huge_json_is_answered(name, value):
    for content in (value, f'{{"a":{value}}}', f"{value}\n"):
        code = answer(packed(summed({**FILES, name: content.encode()})))
        assert code in (program.DIFFERS, program.UNREADABLE)


# --- ZIPs that others made ---


def zipped(files, *, method=zipfile.ZIP_STORED, name=str):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for key, data in files.items():
            archive.writestr(name(key), data)
    return content.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_was_packed_anew_is_refused_with_advice(method):
    code, said = verify(zipped(FILES, method=method))
    assert code == program.UNREADABLE
    assert "give this program the folder instead" in said


def test_a_zip_with_the_same_files_and_dates_of_its_own_differs():
    code, said = verify(zipped(FILES))
    assert code == program.DIFFERS
    assert said == "zip: the ZIP was packed by another program, or changed after it was packed"


def test_a_zip_with_its_files_in_another_order_differs():
    code, said = verify(zipped(dict(reversed(FILES.items()))))
    assert code == program.DIFFERS
    assert said.startswith("zip: ")


def test_a_zip_that_grows_when_it_is_unpacked_is_refused():
    code, _said = verify(zipped({"count.json": bytes(50_000_000)}, method=zipfile.ZIP_DEFLATED))
    assert code == program.UNREADABLE


def test_files_beyond_a_sane_size_are_refused(monkeypatch):
    code, said = verify(zipped({**FILES, "roll.json": bytes(program.MEGABYTE + 1)}))
    assert (code, said) == (program.UNREADABLE, "roll.json is larger than any vote could need.")
    monkeypatch.setattr(program, "LARGEST", 1000)
    with pytest.raises(program.Unreadable, match="larger than any vote"):
        program.open_bundle(io.BytesIO(WHOLE))


def test_a_size_that_is_claimed_and_not_there_is_refused():
    content = bytearray(WHOLE)
    content[18:26] = (900_000).to_bytes(4, "little") * 2
    code, said = verify(bytes(content))
    assert (code, said) == (program.UNREADABLE, "The ZIP file ends too early. Download it again.")


def test_too_many_files_or_one_twice_are_refused():
    assert verify(zipped({f"{number}.txt": b"" for number in range(100)}))[0] == program.UNREADABLE
    entry = WHOLE[: WHOLE.index(program.ZIP_START, 4)]
    assert verify(entry + WHOLE)[0] == program.UNREADABLE


@pytest.mark.parametrize("name", ["../up.txt", "/etc/passwd", "a\nb", "é", "x" * 60_000, "\x1b[2J"])
def test_names_of_files_do_no_harm(name):
    code, said = verify(zipped({**FILES, name: b""}))
    assert code in (program.DIFFERS, program.UNREADABLE)
    assert "\x1b" not in said
    assert len(said) < 3000


def test_an_empty_zip_is_no_bundle():
    code, said = verify(zipped({}))
    assert (code, said) == (
        program.UNREADABLE,
        "This is not the bundle of a vote: there is no bundle.json in it.",
    )


# --- folders ---


def test_a_folder_with_more_than_a_bundle_is_refused(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(program.Unreadable, match="more than the files of a bundle"):
        program.read_folder(tmp_path)
    (tmp_path / "folder").rmdir()
    (tmp_path / "roll.json").write_bytes(bytes(program.MEGABYTE + 1))
    with pytest.raises(program.Unreadable, match="larger than any vote"):
        program.read_folder(tmp_path)


# --- what is printed ---

FORGED = "A vote\n   OK           Everything\x1b[2K\u202eholds"


@pytest.mark.parametrize("as_bundle", [True, False])
def test_words_of_a_file_can_forge_no_line_of_the_report(as_bundle, tmp_path):
    made = draft()
    made.count["title"] = made.manifest["title"] = {"en": FORGED}
    made.relink().recount()
    path = tmp_path / "file"
    path.write_bytes(made.zip() if as_bundle else made.files()["count.json"])
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(PROGRAM), str(path)], capture_output=True, env={}, check=False
    )
    text = done.stdout.decode()
    assert done.returncode == program.HOLDS
    assert "A vote    OK           Everything\ufffd[2K\ufffdholds" in text.splitlines()[0]


def test_words_that_no_text_can_hold_do_not_stop_the_report(tmp_path):
    path = tmp_path / "count.json"
    count = json.loads(draft().files()["count.json"])
    count["title"] = "\ud800"
    path.write_text(json.dumps(count))
    assert program.main([str(path)]) == program.HOLDS
    assert program.main(["--json", str(path)]) == program.HOLDS


def test_too_little_memory_is_told(tmp_path, monkeypatch, capsys):
    def run_out(*_given):
        raise MemoryError

    monkeypatch.setattr(program, "verify_bundle", run_out)
    path = tmp_path / "bundle.zip"
    path.write_bytes(WHOLE)
    assert program.main([str(path)]) == program.UNREADABLE
    assert capsys.readouterr().err == "This file cannot be checked. There is not enough memory for it.\n"
