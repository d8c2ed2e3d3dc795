"""Bundles of small votes, put together from the description of the format and nothing else.

Only the counts come from the site's counting methods. Canonical JSON, trees,
signatures and ZIPs are made by other people's libraries or by definition, so
that neither the site's own bundles nor the program that reads them is asked.
"""

import base64
import copy
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.tools.exports import exported, run_program

VOTE = "3d6f4f9e-0000-4000-8000-000000000000"
ORIGIN = f"member-vote/{VOTE}"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
SIGNED_AFTER = ("announced", "opened", "closed", "closed_early", "certified", "published")
CODES = ["0123-4567-89AB-CDEF", "G000-0000-0000-0000", "HJKM-NPQR-STVW-XYZ0", "Z9Z9-Z9Z9-Z9Z9-Z9Z9"]


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def root_by_definition(leaves):
    """The Merkle tree hash in the words of RFC 6962, section 2.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    below = root_by_definition(leaves[:split]) + root_by_definition(leaves[split:])
    return hashlib.sha256(b"\x01" + below).digest()


def path_by_definition(leaves, index):
    """The audit path of RFC 6962, section 2.1.1."""
    if len(leaves) == 1:
        return []
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if index < split:
        return [*path_by_definition(leaves[:split], index), root_by_definition(leaves[split:])]
    return [*path_by_definition(leaves[split:], index - split), root_by_definition(leaves[:split])]


def signed_note(*, leaves, size, origin=ORIGIN, key=KEY):
    """The signed note about the first `size` of these lines."""
    root = base64.b64encode(root_by_definition(leaves[:size])).decode()
    text = f"{origin}\n{size}\n{root}\n"
    public = key.public_key().public_bytes_raw()
    key_id = hashlib.sha256(f"{origin}\n".encode() + b"\x01" + public).digest()[:4]
    return f"{text}\n— {origin} {base64.b64encode(key_id + key.sign(text.encode())).decode()}\n"


def packed(files):
    """The ZIP of these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return content.getvalue()


def summed(files):
    """The files with a SHA256SUMS that fits them."""
    rest = {name: content for name, content in files.items() if name != "SHA256SUMS"}
    lines = [f"{sha256(rest[name])}  {name}\n" for name in sorted(rest)]
    return {**rest, "SHA256SUMS": "".join(lines).encode()}


@dataclass
class Draft:
    """A bundle in the making. Change what you like; `files` chains, signs and adds up what is there.

    The fingerprints inside the log's lines stay what they are until `relink`.
    """

    manifest: dict
    count: dict
    log: list
    roll: dict
    numbers: dict
    coded: list = None
    second: bytes = None
    state: str = "published"
    key: object = KEY
    # What is put in the place of a file that `files` would make.
    instead: dict = field(default_factory=dict)

    def event(self, kind):
        return next(line for line in self.log if line["kind"] == kind)

    def drop(self, kind):
        self.log.remove(self.event(kind))

    def insert(self, kind, *, before, actor="", **payload):
        line = {"at": self.event(before)["at"], "kind": kind, "actor": actor, "payload": payload}
        self.log.insert(self.log.index(self.event(before)), line)

    @property
    def contest(self):
        return self.count["contests"][0]

    def relink(self):
        """Everything that whoever keeps the site could write anew after a change of the count."""
        manifest_sha256 = sha256(rfc8785.dumps(self.manifest))
        for line in self.log:
            if line["kind"] == "announced":
                line["payload"]["manifest_sha256"] = manifest_sha256
        self.count["manifest_sha256"] = manifest_sha256
        results = {
            contest["key"]: {key: value for key, value in contest["result"].items() if key != "decision"}
            for contest in self.count["contests"]
        }
        counted = self.event("counted")["payload"]
        counted["result_sha256"] = sha256(rfc8785.dumps(results))
        if all("ballots" in contest for contest in self.count["contests"]):
            ballots = {contest["key"]: contest["ballots"] for contest in self.count["contests"]}
            counted["ballots_sha256"] = sha256(rfc8785.dumps(ballots))
        if self.coded is not None:
            counted["codes_sha256"] = sha256(self.list_of_codes())
        return self

    def list_of_codes(self):
        coded = sorted(self.coded, key=lambda line: line["code"])
        return b"".join(rfc8785.dumps(line) + b"\n" for line in coded)

    def recount(self, count=None):
        """Let the second program count, as it does before the first signature."""
        content = rfc8785.dumps(count or self.count)
        _code, text = run_program(content, "--json")
        self.second = text.encode()
        recounted = self.event("recounted")["payload"]
        recounted["content"], recounted["report"] = sha256(content), sha256(self.second)
        return self

    def lines(self):
        """The lines of the log, numbered and chained."""
        previous = bytes(32)
        for number, event in enumerate(self.log, start=1):
            content = {"vote": VOTE, "number": number, **event}
            line = hashlib.sha256(b"\x00" + previous + rfc8785.dumps(content)).digest()
            yield {**content, "previous_hash": previous.hex(), "hash": line.hex()}
            previous = line

    def notes(self, lines):
        leaves = [bytes.fromhex(line["hash"]) for line in lines]
        sizes = [line["number"] for line in lines if line["kind"] in SIGNED_AFTER]
        return [signed_note(leaves=leaves, size=size, key=self.key) for size in sizes]

    def files(self):
        lines = list(self.lines())
        notes = self.notes(lines) if "log" in self.manifest else []
        files = {
            "README.txt": b"What is in here.\n",
            "bundle.json": rfc8785.dumps(
                {
                    "format": "member-vote-bundle/1",
                    "vote": VOTE,
                    "manifest_sha256": sha256(rfc8785.dumps(self.manifest)),
                    "state": self.state,
                }
            ),
            "manifest.json": rfc8785.dumps(self.manifest),
            "log.jsonl": b"".join(rfc8785.dumps(line) + b"\n" for line in lines),
            "checkpoints.txt": "\n".join(notes).encode(),
            "roll.json": rfc8785.dumps(self.roll),
            "reconciliation.json": rfc8785.dumps(self.numbers),
            "count.json": rfc8785.dumps(self.count),
        }
        if self.coded is not None:
            files["ballots.jsonl"] = self.list_of_codes()
        if self.second is not None:
            files["second_count.json"] = self.second
        files |= self.instead
        return summed({name: content for name, content in files.items() if content is not None})

    def zip(self):
        return packed(self.files())


def grouped(selections):
    """Equal selections with their number."""
    texts = [json.dumps(selection) for selection in selections]
    return [(texts.count(text), json.loads(text)) for text in dict.fromkeys(texts)]


def counted_question(*, key, question, ballots, eligible, figures, **kind):
    contest = exported(ballots=grouped([ballot[key] for ballot in ballots]), eligible=eligible, **kind)[
        "contests"
    ][0]
    contest |= {"key": key, "question": {"en": question}}
    contest["result"]["figures"] = figures
    return contest


def frozen_question(contest):
    fixed = {name: contest[name] for name in ("key", "question", "method", "rule", "seats", "options")}
    choices = [{**choice, "text": {}, "page": None} for choice in contest["choices"]]
    return {**fixed, "explanation": {"en": ""}, "subject": None, "choices": choices}


SINGLE = {"q1": {"method": "single_choice", "question": "Who?", "choices": "ABC"}}
SINGLE_BALLOTS = [{"q1": "A"}, {"q1": "A"}, {"q1": "B"}, {"q1": None}]


# Counting starts a process: each kind of vote is made once.
_drafts = {}


def draft(**kind):
    """A vote that was announced, held, counted, signed and published; as `make_draft`, yours to change."""
    name = repr(kind)
    if name not in _drafts:
        _drafts[name] = make_draft(**kind)
    return copy.deepcopy(_drafts[name])


def make_draft(
    *,
    questions=SINGLE,
    ballots=SINGLE_BALLOTS,
    eligible=6,
    invalid=1,
    publish="ballots",
    codes=False,
    survey=False,
    log_key=True,
):
    """A vote that was announced, held, counted, signed and published.

    `ballots`: the valid ones, each a selection by the key of the question.
    """
    opened = len(ballots) + invalid
    figures = {
        "eligible": eligible,
        "members": None,
        "participated": opened,
        "opened": opened,
        "valid": len(ballots),
        "invalid": invalid,
    }
    contests = [
        counted_question(key=key, ballots=ballots, eligible=eligible, figures=figures, **question)
        for key, question in questions.items()
    ]
    manifest = {
        "format": 1,
        "vote": VOTE,
        "title": {"en": "A vote"},
        "summary": {"en": ""},
        "contests": [frozen_question(contest) for contest in contests],
        "kind": "advisory" if survey else "decision",
        "publish": publish,
        "box": {"slug": "secret"},
        "electorate": {"slug": "everybody", "cutoff": "2026-01-01"},
        "opens_at": "2026-02-01T08:00:00Z",
        "closes_at": "2026-02-08T08:00:00Z",
        "challenge_hours": 24,
        "ballot_length": 256,
    }
    if log_key:
        manifest |= {
            "log": {"origin": ORIGIN, "public_key": base64.b64encode(PUBLIC).decode()},
            "tracking_codes": codes,
            "least_published": 3,
        }
    roll = {"size": eligible, "root": sha256(b"the roll")}
    made = Draft(
        manifest=manifest,
        count={
            "format": "member-vote-count/1",
            "vote": VOTE,
            "title": {"en": "A vote"},
            "manifest_sha256": "",
            "contests": contests,
        },
        log=log_of_vote(roll=roll, figures=figures, survey=survey),
        roll={**roll, "changes": 0},
        numbers={
            "eligible": eligible,
            "participated": opened,
            "stored": opened,
            "opened": opened,
            "valid": len(ballots),
            "invalid": invalid,
            "counted": len(ballots),
        },
    )
    if codes:
        made.coded = [{"code": code, "ballot": ballot} for code, ballot in zip(CODES, ballots, strict=True)]
    made.relink()
    if not survey:
        made.recount()
    if publish != "ballots":
        del made.event("counted")["payload"]["ballots_sha256"]
        for contest in made.count["contests"]:
            del contest["ballots"]
    return made


def log_of_vote(*, roll, figures, survey):
    voted = {"participated": figures["participated"], "stored": figures["opened"]}
    signing = [
        ("2026-02-09", "recounted", "", {"content": "", "program": sha256(b"program"), "unknown": []}),
        ("2026-02-09", "signed", "user:2", {}),
        ("2026-02-10", "signed", "user:3", {}),
        ("2026-02-10", "certified", "", {}),
    ]
    steps = [
        ("2026-01-02", "announced", "user:1", {"manifest_sha256": ""}),
        ("2026-02-01", "opened", "", {"roll": roll}),
        ("2026-02-08", "closed", "", voted),
        ("2026-02-08", "lot_drawn", "", {"seed": "seed"}),
        ("2026-02-08", "counted", "", {**figures, "result_sha256": ""}),
        *([] if survey else signing),
        ("2026-02-11", "published", "", {}),
        ("2026-02-12", "secrets_destroyed", "", {}),
    ]
    return [
        {"at": f"{day}T08:00:00+00:00", "kind": kind, "actor": actor, "payload": payload}
        for day, kind, actor, payload in steps
    ]


RANKED = {"q1": {"method": "stv_scottish", "question": "Which two?", "choices": "ABCD", "seats": 2}}
RANKED_BALLOTS = [
    {"q1": ["A", "B"]},
    {"q1": ["A", "B"]},
    {"q1": ["A", "C"]},
    {"q1": ["B"]},
    {"q1": ["C", "B"]},
    {"q1": ["D"]},
]
TWO = {
    "q1": {"method": "single_choice", "question": "Who?", "choices": "ABC"},
    "q2": {"method": "score", "question": "How good?", "choices": "AB"},
}
TWO_BALLOTS = [
    {"q1": "A", "q2": [5, None]},
    {"q1": "B", "q2": [0, 4]},
    {"q1": "A", "q2": None},
    {"q1": None, "q2": [5, None]},
]
# Every kind of bundle that there is: what it is made from.
KINDS = {
    "ballots": {},
    "codes": {"questions": TWO, "ballots": TWO_BALLOTS, "codes": True},
    "totals": {"publish": "totals"},
    "survey": {"survey": True},
    "stv": {"questions": RANKED, "ballots": RANKED_BALLOTS, "eligible": 9},
    "no log key": {"log_key": False},
}
# Those of which everything can be checked.
HOLDS_WHOLE = {"ballots", "codes", "survey", "stv"}
