"""What a page needs that asks for the second factor, and what comes back."""

import logging
from datetime import datetime

from django.http import HttpRequest
from django_otp.models import Device

from members.domain.errors import SignInError, TooManyCodes
from members.domain.second_factor import check_code, second_factors_of
from members.domain.second_factor_notices import warn_of_wrong_codes
from members.domain.security_keys import begin_check, check_key
from members.second_factor_forms import ShowForm

logger = logging.getLogger(__name__)

_QUESTION = "second_factor_question"


def shown_device(request: HttpRequest, form: ShowForm, *, at: datetime) -> Device | None:
    """The device that the form shows; None where the form now says what is wrong."""
    if not form.is_valid():
        return None
    answer = form.cleaned_data["answer"]
    try:
        if answer:
            question = request.session.pop(_QUESTION, None)
            return check_key(user=request.user, state=question, answer=answer, at=at)
        return check_code(user=request.user, code=form.cleaned_data["code"], at=at)
    except SignInError as error:
        # The login's number: no name, no address, and never what was typed.
        logger.warning("second factor refused: login %s, %s", request.user.pk, type(error).__name__)
        form.add_error("code", str(error))
        form.has_to_wait = isinstance(error, TooManyCodes)
        return None
    finally:
        if not answer:
            warn_of_wrong_codes(request.user)


def question_to_keys(request: HttpRequest, *, at: datetime) -> dict | None:
    """What the browser asks a key, where the person has one; the session keeps it until the answer."""
    if not any(factor.is_key for factor in second_factors_of(request.user)):
        return None
    options, request.session[_QUESTION] = begin_check(user=request.user, at=at)
    return options
