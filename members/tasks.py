from datetime import datetime

from django.utils import timezone
from django_tasks import task

from members.domain import claims, corrections, sign_in_links


@task()
def send_sign_in_link(address: str, language: str, next_url: str) -> None:
    """Behind the answer to the reader, so that it takes no longer for an address that is known."""
    sign_in_links.send_sign_in_link(address=address, language=language, next_url=next_url, at=timezone.now())


@task()
def look_up_claim(claim_id: int, made_at: str) -> None:
    """Behind the answer to the reader too: whether the roll has what was given takes no time there."""
    claims.look_up_claim(claim_id=claim_id, made_at=datetime.fromisoformat(made_at), at=timezone.now())


@task()
def send_address_link(correction_id: int) -> None:
    """The token is made here, so that it stands in no queue."""
    corrections.send_address_link(correction_id=correction_id, at=timezone.now())
