"""Questions, promises and files of a bundle broken on purpose: it is found and named.

What is rewritten is what somebody could rewrite who keeps the site but cannot
undo what others hold: signed notes, fingerprints in mails, the log's earlier lines.
"""

import copy

import pytest
import rfc8785

from tests.tools.bundles import KINDS, draft, packed, sha256, summed
from tests.tools.judging import assert_found, program, verify

OTHER_ROOT = sha256(b"another roll")


def coded():
    return draft(**KINDS["codes"])


def test_ballots_that_were_to_stay_secret_are_found():
    made = draft()
    made.manifest["publish"] = "totals"
    made.relink().recount()
    assert_found(made, "published", "the manifest promised that they stay secret")
    del made.manifest["publish"]
    made.relink().recount()
    assert_found(made, "published", "the manifest promised that they stay secret")


def test_ballots_that_are_too_few_or_all_alike_are_found():
    made = draft()
    made.manifest["least_published"] = 5
    made.relink().recount()
    assert_found(made, "published", "although there are fewer than 5 of them")
    assert_found(draft(ballots=[{"q1": "A"}] * 5), "published", "although there are only equal ones")


def test_ballots_with_public_names_have_nothing_to_keep_back():
    made = draft()
    made.manifest |= {"least_published": 5, "names": {"shown_to": "public", "live": False}}
    assert verify(made.relink().recount().zip()) == (program.HOLDS, "")
    made.manifest["names"]["shown_to"] = "members"
    assert_found(made.relink().recount(), "published", "although there are fewer than 5 of them")


def test_ballots_that_were_promised_and_are_held_back_are_not_checked():
    made = draft(publish="totals")
    made.manifest |= {"publish": "ballots", "least_published": 5}
    made.relink()
    code, said = verify(made.zip())
    assert code == program.NOT_CHECKED
    assert "published: the ballots are not published: there are fewer than 5 of them" in said
    made.manifest["least_published"] = 2
    made.relink()
    code, said = verify(made.zip())
    assert code == program.NOT_CHECKED
    assert "published: the ballots are not published: count.json has none; ballots that are all" in said
    made.event("counted")["payload"]["ballots_sha256"] = sha256(b"ballots")
    code, said = verify(made.zip())
    assert code == program.NOT_CHECKED
    assert "the log has the fingerprint of ballots, and count.json has none" in said


def test_a_manifest_that_was_changed_after_it_was_announced_is_found():
    made = draft()
    made.manifest["closes_at"] = "2026-02-07T08:00:00Z"
    made.count["manifest_sha256"] = sha256(rfc8785.dumps(made.manifest))
    made.recount()
    assert_found(made, "manifest", "the manifest that was announced")


def change_frozen(name, value):
    made = draft()
    made.contest[name] = value
    made.recount()
    return made


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("question", {"en": "Who else?"}),
        ("seats", 2),
        ("options", {"max_marks": 1}),
        ("rule", {"slug": "advice", "settings": {}}),
        ("method", "approval"),
    ],
)
def test_a_question_that_is_not_the_announced_one_is_found(name, value):
    assert_found(change_frozen(name, value), "contests", f"question 1, {name}")


@pytest.mark.parametrize("name", ["label", "kind", "key"])
def test_a_choice_that_is_not_the_announced_one_is_found(name):
    choices = copy.deepcopy(draft().contest["choices"])
    choices[0][name] = {"en": "Somebody else"} if name == "label" else "B2"
    assert_found(change_frozen("choices", choices), "contests", "question 1, the choices")


def test_choices_in_another_order_are_found():
    choices = draft().contest["choices"]
    assert_found(change_frozen("choices", choices[::-1]), "contests", "question 1, the choices")


def test_a_title_and_a_number_of_questions_that_differ_are_found():
    made = draft()
    made.count["title"] = {"en": "Another vote"}
    assert_found(made.recount(), "contests", "the title")
    made = coded()
    del made.count["contests"][1]
    assert_found(made.relink().recount(), "contests", "the number of questions: 1 is not 2")


def test_a_number_is_not_true_and_true_is_not_a_number():
    made = draft()
    made.manifest["contests"][0]["seats"] = True
    assert_found(made.relink().recount(), "contests", "question 1, seats: 1 is not true")


# --- the file ---


@pytest.mark.parametrize("name", sorted(draft(**KINDS["codes"]).files()))
def test_a_file_that_is_missing_is_found(name):
    files = coded().files()
    del files[name]
    content = packed(files if name == "SHA256SUMS" else summed(files))
    code, said = verify(content)
    if name == "bundle.json":
        assert (code, said) == (
            program.UNREADABLE,
            "This is not the bundle of a vote: there is no bundle.json in it.",
        )
    else:
        assert code == program.DIFFERS
        assert name in said


def test_a_file_that_has_no_place_there_is_found():
    made = draft()
    made.instead["more.txt"] = b"Read me."
    assert_found(made, "names", "more.txt has no place in it")


def test_a_file_that_is_not_as_listed_is_found():
    files = draft().files()
    assert_found(packed({**files, "README.txt": b"Other words."}), "sums", "README.txt is not as listed")
    more = files["SHA256SUMS"] + b"00  more.txt\n"
    assert_found(packed({**files, "SHA256SUMS": more}), "sums", "lists more than there is")


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("bundle.json", {"vote": "another"}, "the vote in bundle.json"),
        ("bundle.json", {"state": "archived"}, "the state of the vote"),
        ("bundle.json", {"more": 1}, "“more” has no place there"),
        ("bundle.json", {"manifest_sha256": OTHER_ROOT}, "the manifest that bundle.json names"),
        ("count.json", {"vote": "another"}, "the vote in count.json"),
        ("count.json", {"format": "member-vote-count/2"}, "the form of count.json"),
        ("count.json", {"manifest_sha256": OTHER_ROOT}, "the manifest that count.json names"),
        ("count.json", {"more": 1}, "“more” has no place there"),
        ("roll.json", {"more": 1}, "“more” has no place there"),
        ("reconciliation.json", {"more": 1}, "“more” has no place there"),
    ],
)
def test_a_part_about_something_else_is_found(name, change, said):
    files = draft().files()
    value = {**program.json.loads(files[name]), **change}
    code, text = verify(packed(summed({**files, name: rfc8785.dumps(value)})))
    assert code == program.DIFFERS
    assert said in text


def test_a_bundle_of_another_form_is_not_read():
    files = draft().files()
    facts = {**program.json.loads(files["bundle.json"]), "format": "member-vote-bundle/2"}
    code, said = verify(packed(summed({**files, "bundle.json": rfc8785.dumps(facts)})))
    assert (code, said) == (program.UNREADABLE, "This is not of the form “member-vote-bundle/1”.")


@pytest.mark.parametrize(
    "name", ["bundle.json", "manifest.json", "roll.json", "reconciliation.json", "count.json"]
)
def test_json_that_is_not_canonical_is_found(name):
    files = draft().files()
    for content in (files[name] + b"\n", b" " + files[name], files[name].replace(b":", b": ", 1)):
        code, said = verify(packed(summed({**files, name: content})))
        assert code in (program.DIFFERS, program.UNREADABLE)
        assert f"{name} is not written in the one form" in said
