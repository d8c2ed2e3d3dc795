"""How often something may be asked for. What is counted is never stored in clear."""

from datetime import datetime

from django.core.cache import cache
from django.utils.crypto import salted_hmac


def is_allowed(*, what: str, who: str, times: int, seconds: int, at: datetime) -> bool:
    """Count one more, and say whether it is within the limit of this stretch of time.

    Two requests at the same moment may count as one: this slows a flood down,
    it guards nothing by itself.
    """
    stretch = int(at.timestamp()) // seconds
    key = f"limit:{what}:{stretch}:" + salted_hmac("members.rate_limits", who, algorithm="sha256").hexdigest()
    count = cache.get(key, 0) + 1
    cache.set(key, count, seconds)
    return count <= times
