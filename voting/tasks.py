from django_tasks import task

from voting import mails
from voting.domain.clock import database_clock


@task()
def send_mailing(number: int) -> None:
    """Send a batch of the mails of a vote: the task knows its number, and nobody who is in it."""
    mails.send_mailing(number=number, clock=database_clock)
