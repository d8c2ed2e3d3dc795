"""What somebody with the whole database could find out, before the opening and after it."""

import time
import uuid

from scripts.drill.report import Report
from scripts.drill.sites import drill_site
from tests.drill.running import play
from tests.voting.secrecy.attacks import TOO_MANY, attacks, voters_against_sealed
from tests.voting.secrecy.evidence import dump, files_holding, kept_open, needles, storage_folder

SCENES = "tests.voting.secrecy.scenes"
VOTERS = 60


def run(report: Report, backend: str) -> None:
    correlation(report, backend)
    plaintext(report, backend)


def correlation(report: Report, backend: str) -> None:
    with drill_site(backend) as site:
        found = play(site, SCENES, "vote_one_by_one", voters=VOTERS, timeout=300)
        cast = [tuple(pair) for pair in found["cast"]]
        paired = attacks(site, cast)
        in_the_box = voters_against_sealed(site, cast, found["inside_sealed"])
    for name, number in paired.items():
        report.line(
            f"opened ballots, {name}: voters found",
            found=f"{number} of {VOTERS}",
            wanted=f"chance, under {TOO_MANY}",
            holds=number < TOO_MANY,
        )
    report.note(f"The same look into the sealed box, with its key, finds {in_the_box} of {VOTERS}.")


def plaintext(report: Report, backend: str) -> None:
    """Files, write-ahead log, dump, logs, mails, sessions and caches."""
    begun = time.time() - 1
    contest, *choices = (str(uuid.uuid4()) for _number in range(4))
    wanted = needles(contest, choices[1])
    with drill_site(backend) as site, kept_open(site):
        found = play(
            site,
            SCENES,
            "vote_on_the_web",
            contest_key=contest,
            choice_keys=choices,
            cast_key=choices[1],
            timeout=300,
        )
        places = {*files_holding(site.folder, wanted)}
        places |= set(files_holding(storage_folder(site), wanted, since=begun))
        places |= {"a dump"} if any(needle.decode() in dump(site) for needle in wanted) else set()
        places |= {"a session"} if any(choices[1] in text for text in found["sessions"]) else set()
        report.line(
            "places that hold a choice in plain words before the opening",
            found=sorted(places) or "none",
            wanted="none",
            holds=not places,
        )
        play(site, SCENES, "close_and_count", vote=found["vote"])
        after = files_holding(storage_folder(site), wanted, since=begun)
    report.note(f"The same search after the opening finds it in {len(after)} files.")
