import sys
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from voting.api import InvalidKey, KeyHoldingBox, ballot_boxes
from voting.domain.errors import VotingError
from voting.domain.key_holding import hold_key, key_holding_box
from voting.models import MemberVote

# The screen, and what can be scrolled back to.
_WIPE = "\x1b[2J\x1b[3J\x1b[H"


class Command(BaseCommand):
    help = (
        "Makes the key of a vote that three officers hold, and shows each of them one share. Best done "
        "with --offline on a machine without a network: then nothing is stored, no database is needed, "
        "and the text at the end is pasted on the desk page “The officers’ key”."
    )
    # Nothing of the site is looked at, so that a machine without a database can do it.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("vote", type=UUID, help="The id of the vote, as in the address of its desk page.")
        parser.add_argument(
            "--officer", action="append", required=True, metavar="NAME", help="Give it three times."
        )
        parser.add_argument("--offline", action="store_true", help="Need no database, and store nothing.")
        parser.add_argument("--box", default="secret_officers", help="The ballot box of the vote, offline.")

    def handle(self, *, vote, officer, offline, box, **options):
        try:
            member_vote = None if offline else MemberVote.objects.get(pk=vote)
            holding = _offline_box(box) if offline else key_holding_box(member_vote)
            made = holding.make_key(vote_id=str(vote), names=officer)
            if not offline:
                self.stderr.write("This machine has a network. An offline machine is safer: see --offline.")
            if not self._hand_out(made.shares, officer):
                raise CommandError("Nothing was stored. Start again when all three are there.")
            if offline:
                self.stdout.write("Paste this text on the desk page. There is no share in it:")
                self.stdout.write(made.public_text)
                return
            hold_key(member_vote=member_vote, public_text=made.public_text)
        except MemberVote.DoesNotExist:
            raise CommandError(f"There is no vote {vote}.") from None
        except (InvalidKey, VotingError) as error:
            raise CommandError(str(error)) from None
        except EOFError:
            raise CommandError("Nothing more was typed. Nothing was stored.") from None
        self.stdout.write("The key is made. Test it next: test_officers_key.")

    def _hand_out(self, shares, names) -> bool:
        """Show each officer one share; whether all three were kept."""
        is_watched = sys.stdin.isatty() and sys.stdout.isatty()
        for number, (share, name) in enumerate(zip(shares, names, strict=True), start=1):
            self.stdout.write(f"Share {number} of 3, for {name}. Only {name} should see this:\n\n{share}\n")
            if is_watched:
                input(f"When {name} has kept it, press Enter. ")
                self.stdout.write(_WIPE, ending="")
        return not is_watched or input("Are all three shares kept? Type yes: ").strip().lower() == "yes"


def _offline_box(slug: str) -> KeyHoldingBox:
    box = ballot_boxes.get(slug)
    if not isinstance(box, KeyHoldingBox):
        raise CommandError(f"Officers hold no key of the ballot box {slug!r}.")
    return box
