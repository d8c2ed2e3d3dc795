from getpass import getpass
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from voting.api import InvalidKey, KeyHoldingBox, ballot_boxes
from voting.domain.clock import database_clock
from voting.domain.errors import VotingError
from voting.domain.key_holding import key_holding_box, key_status, pass_key_test
from voting.models import MemberVote


class Command(BaseCommand):
    help = (
        "Tests that the shares of officers open what is sealed to the key of a vote. The shares are typed "
        "unseen and stored nowhere. With --offline it asks for the text on the desk page, needs no "
        "database, and prints the answer to paste there."
    )
    # Nothing of the site is looked at, so that a machine without a database can do it.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("vote", type=UUID, nargs="?", help="The id of the vote; not needed offline.")
        parser.add_argument("--offline", action="store_true", help="Need no database, and store nothing.")
        parser.add_argument("--box", default="secret_officers", help="The ballot box of the vote, offline.")

    def handle(self, *, vote, offline, box, **options):
        if offline == bool(vote):
            raise CommandError("Give the id of a vote, or --offline.")
        try:
            if offline:
                self.stdout.write(self._answer(_offline_box(box), input("The text on the desk page: ")))
                return
            member_vote = MemberVote.objects.get(pk=vote)
            key = key_status(member_vote).key
            if key is None:
                raise CommandError("No key was made yet.")
            answer = self._answer(key_holding_box(member_vote), key.question)
            pass_key_test(member_vote=member_vote, answer=answer, at=database_clock())
        except MemberVote.DoesNotExist:
            raise CommandError(f"There is no vote {vote}.") from None
        except (InvalidKey, VotingError) as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        except EOFError:
            raise CommandError("Nothing more was typed. Nothing was changed.") from None
        self.stdout.write("The key works.")

    def _answer(self, box: KeyHoldingBox, question: str) -> str:
        prompts = ("A share (not shown): ", "Another share: ", "The third share, or Enter to leave it out: ")
        shares = [getpass(prompt) for prompt in prompts]
        return box.answer(question=question, shares=[share for share in shares if share.strip()])


def _offline_box(slug: str) -> KeyHoldingBox:
    box = ballot_boxes.get(slug)
    if not isinstance(box, KeyHoldingBox):
        raise CommandError(f"Officers hold no key of the ballot box {slug!r}.")
    return box
