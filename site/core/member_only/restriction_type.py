"""A kind of privacy that Wagtail does not have: members in good standing.

Wagtail keeps a restriction as a row with the name of its kind. "Any logged-in
user" says nothing here, because everybody with an account somewhere can log
in; a shared password is soon everybody's. So the dialogs offer members and
groups. This module alone changes classes of Wagtail; what each change relies
on is tested in tests/core/member_only.
"""

from copy import deepcopy

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.collections import CollectionViewRestrictionForm
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.admin.forms.view_restrictions import BaseViewRestrictionForm
from wagtail.models import BaseViewRestriction

from core.member_only.readers import may_use_groups, reader_of
from core.restrictions import MEMBERS

# Wagtail's own, which it knows how to refuse.
WAGTAILS = (BaseViewRestriction.PASSWORD, BaseViewRestriction.LOGIN, BaseViewRestriction.GROUPS)

_CHOICES = (
    (BaseViewRestriction.NONE, _("Public")),
    (BaseViewRestriction.PASSWORD, _("Private, accessible with a shared password")),
    (MEMBERS, _("Private, accessible to members in good standing")),
    (BaseViewRestriction.GROUPS, _("Private, accessible to users in specific groups")),
)
_ABOUT_PAGES = _(
    "Members only: everybody else sees the title, the summary and the public part, and is asked to sign in. "
    "The choice holds for all languages of this page and for the pages below it. "
    "Pictures are never private: anyone with the address of a picture can open it. "
    "Keep documents in the collection “Members' documents”."
)
_ABOUT_COLLECTIONS = _(
    "This protects documents. Pictures are never private: anyone with the address of a picture can open it."
)

_accept_wagtails = BaseViewRestriction.accept_request
_wagtails_exclusions = BaseViewRestrictionForm._get_validation_exclusions


def install() -> None:
    """Called once, when the apps are ready."""
    # Both dialogs and the log of changes read their choices here.
    BaseViewRestriction.RESTRICTION_CHOICES = _CHOICES
    BaseViewRestriction.accept_request = _accept_request
    BaseViewRestrictionForm._get_validation_exclusions = _validation_exclusions
    for form, help_text in (
        (PageViewRestrictionForm, _ABOUT_PAGES),
        (CollectionViewRestrictionForm, _ABOUT_COLLECTIONS),
    ):
        # The two share one field until here.
        form.base_fields["restriction_type"] = deepcopy(form.base_fields["restriction_type"])
        form.base_fields["restriction_type"].help_text = help_text


def _accept_request(self, request):
    """Wagtail lets everybody pass a kind of restriction that it does not know; we let nobody."""
    if self.restriction_type == MEMBERS:
        return reader_of(request).is_member
    if self.restriction_type not in WAGTAILS or not _accept_wagtails(self, request):
        return False
    return self.restriction_type != self.GROUPS or may_use_groups(request)


def _validation_exclusions(self):
    """The form's own field checks the kind. The model's names Wagtail's kinds, and to change those
    would be a migration in Wagtail's app."""
    return _wagtails_exclusions(self) | {"restriction_type"}
