"""Who asks: `Authorization: Bearer <token>` and nothing else. No session, no cookie, no login."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja.security.http import HttpAuthBase

from members.api.problems import ApiProblem
from members.domain.api_tokens import find_api_token, note_use
from members.models import ApiToken
from members.rate_limits import is_allowed

_MINUTE = 60
REQUESTS_PER_MINUTE = 300
# Nobody guesses a token; a program with an old one should not keep us busy.
WRONG_TOKENS_PER_MINUTE = 20


class Bearer(HttpAuthBase):
    """The token of the request, if it is valid, has the scope, and has not asked too often."""

    openapi_scheme = "bearer"

    def __init__(self, scope: str):
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> ApiToken:
        now = timezone.now()
        today = timezone.localdate(now)
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        token = find_api_token(text=text.strip(), on=today) if scheme.lower() == "bearer" else None
        if token is None:
            _refuse_stranger(request, now)
        # The log names the token of a refused request too.
        request.auth = token
        if not is_allowed(
            what="api-token", who=str(token.pk), times=REQUESTS_PER_MINUTE, seconds=_MINUTE, at=now
        ):
            raise _too_many(now)
        if self.scope not in token.scopes:
            raise ApiProblem(403, "scope_missing", f"This token has not the scope “{self.scope}”.")
        note_use(token=token, on=today)
        return token


def _refuse_stranger(request: HttpRequest, now: datetime):
    if not is_allowed(
        what="api-address",
        who=request.META["REMOTE_ADDR"],
        times=WRONG_TOKENS_PER_MINUTE,
        seconds=_MINUTE,
        at=now,
    ):
        raise _too_many(now)
    raise ApiProblem(
        401,
        "token_not_valid",
        "Send a valid token: Authorization: Bearer roll_... It may be wrong, expired or revoked.",
        headers={"WWW-Authenticate": 'Bearer realm="members"'},
    )


def _too_many(now: datetime) -> ApiProblem:
    wait = _MINUTE - int(now.timestamp()) % _MINUTE
    return ApiProblem(
        429,
        "too_many_requests",
        f"Too many requests. Go on in {wait} seconds.",
        headers={"Retry-After": str(wait)},
    )
