"""What can go wrong with a file or a run: each error carries a full sentence for the reader."""

from django.utils.translation import gettext_lazy as _


class ImportProblem(Exception):
    """The family; `str(error)` is shown to the reader."""

    message = _("That did not work. Nothing was changed.")

    def __init__(self, message=""):
        super().__init__(message)
        if message:
            self.message = message

    def __str__(self):
        return str(self.message)


class UnusableFile(ImportProblem):
    """The file as a whole cannot be read; nothing of it was used."""

    message = _("This file cannot be read.")


class UnusableMapping(ImportProblem):
    """The mapping does not fit: an unknown field or option, or a column that the file does not have."""

    message = _("This column mapping cannot be used.")


class RollHasChanged(ImportProblem):
    message = _(
        "Since the dry run the members have changed, so this import would now do something else. "
        "Nothing was changed. Start with a new dry run."
    )


class RunIsOver(ImportProblem):
    message = _("This import is no longer waiting to be applied.")


class RunNotApplied(ImportProblem):
    message = _("Only an applied import can be undone.")


class RunTooOld(ImportProblem):
    message = _("This import is too old to be undone: what it changed is no longer known.")


class BadValue(ImportProblem):
    """One cell that says something we do not understand; the row is refused."""
