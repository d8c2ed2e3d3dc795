from django_tasks import task

from voting import appeal_mails, mails
from voting.domain.clock import database_clock


@task()
def send_mailing(number: int) -> None:
    """Send a batch of the mails of a vote: the task knows its number, and nobody who is in it."""
    mails.send_mailing(number=number, clock=database_clock)


@task()
def send_appeal_answer(number: int) -> None:
    """Tell somebody that an appeal is settled: the task knows its number alone."""
    appeal_mails.send_answer(number=number)


@task()
def send_appeal_to_tellers(number: int) -> None:
    """Tell the tellers of a vote that an appeal waits; whose it is they read at the desk."""
    appeal_mails.tell_tellers(number=number)
