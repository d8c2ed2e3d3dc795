from getpass import getpass
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from voting.api import hearing_progress
from voting.domain.clock import database_clock
from voting.domain.counting import count_vote
from voting.domain.errors import VotingError, WrongState
from voting.domain.key_holding import give_share, key_status
from voting.management.progress_bar import ProgressBar
from voting.models import MemberVote, State

_TRIES = 10


class Command(BaseCommand):
    help = (
        "Opens and counts a closed vote whose key officers hold. It asks for the shares that are still "
        "missing; they are typed unseen, and removed as soon as the ballots are counted."
    )

    def add_arguments(self, parser):
        parser.add_argument("vote", type=UUID, help="The id of the vote, as in the address of its desk page.")

    def handle(self, *, vote, **options):
        try:
            member_vote = MemberVote.objects.get(pk=vote)
            key_status(member_vote)
            if member_vote.state != State.CLOSED:
                raise WrongState
            self._ask_for_shares(member_vote)
            self._count(member_vote)
        except MemberVote.DoesNotExist:
            raise CommandError(f"There is no vote {vote}.") from None
        except VotingError as error:
            raise CommandError(str(error)) from None
        except EOFError:
            raise CommandError("Nothing more was typed. Run this again to go on.") from None

    def _ask_for_shares(self, vote) -> None:
        for _try in range(_TRIES):
            waiting = key_status(vote).waits_for
            if not waiting:
                return
            self.stdout.write(waiting)
            try:
                officer = give_share(
                    member_vote=vote, share=getpass("A share (not shown): "), at=database_clock()
                )
            except WrongState:
                raise
            except VotingError as error:
                self.stderr.write(f"{error} Nothing is lost. Try again.")
            else:
                self.stdout.write(f"The share of {officer.name} is here.")
        if waiting := key_status(vote).waits_for:
            raise CommandError(waiting)

    def _count(self, vote) -> None:
        try:
            with hearing_progress(ProgressBar(self.stdout, "Opening ballots")):
                counted = count_vote(member_vote=vote, at=database_clock())
        except WrongState:
            vote.refresh_from_db()
            if vote.state == State.CLOSED:
                raise
            self.stdout.write("The site was faster: the ballots are opened and counted.")
            return
        payload = counted.log.get(kind="counted").payload
        self.stdout.write(
            f"Opened {payload['opened']} ballots: {payload['valid']} valid, {payload['invalid']} not. "
            "The shares that were given here are removed. Officers should destroy their own."
        )
