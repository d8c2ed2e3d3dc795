from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportMapping(models.Model):
    """How the columns of one kind of file are read, kept under a name.

    `columns`: {our field: title of the column}. `options`: see
    `members.importing.mapping.Options`.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    columns = models.JSONField(_("columns"), default=dict, blank=True)
    options = models.JSONField(_("options"), default=dict, blank=True)

    class Meta:
        verbose_name = _("column mapping")
        verbose_name_plural = _("column mappings")
        ordering = ["name"]

    def __str__(self):
        return self.name


class ImportRun(models.Model):
    """One file and what came of it. A dry run stays `planned`."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Dry run")
        APPLIED = "applied", _("Applied")
        UNDONE = "undone", _("Undone")
        REFUSED = "refused", _("Refused")

    # The slug of a format of `members.importing.formats`, or "api".
    format = models.SlugField(_("kind of file"))
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    # SHA-256 of the file, in hexadecimal digits.
    file_hash = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    undone_at = models.DateTimeField(_("undone at"), null=True)
    # What it said about each person is kept for some time only; see `members.retention`.
    emptied_at = models.DateTimeField(null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    mapping = models.ForeignKey(
        ImportMapping,
        verbose_name=_("column mapping"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="runs",
    )
    # The columns and options as they were used: a mapping may be changed later.
    columns = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    # {outcome: number of rows}
    counts = models.JSONField(_("counts"), default=dict)
    # Full sentences about the file as a whole.
    notes = models.JSONField(_("notes"), default=list)
    # Of what the dry run showed: applying stops when it would do something else.
    fingerprint = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self):
        return f"#{self.pk} {self.file_name}"


class ImportUpload(models.Model):
    """The file between its dry run and its applying; then it is removed."""

    run = models.OneToOneField(ImportRun, on_delete=models.CASCADE, related_name="upload")
    content = models.BinaryField()
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        default_permissions = ()

    def __str__(self):
        return f"#{self.run_id}"


class ImportRow(models.Model):
    """What one row of a file says about the roll. Rows that change nothing are only counted.

    `number`: the line of the file where the row begins; 0 for a member whom the file
    does not name. `problems`: [{"column": title, "message": sentence}]. `changes`:
    {field: [old, new]}, both as text. `written`: which database rows the applied run
    made and changed, so that it can be undone.
    """

    class Outcome(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        UNCHANGED = "unchanged", _("Unchanged")
        SKIPPED = "skipped", _("Not a member")
        AMBIGUOUS = "ambiguous", _("Ambiguous")
        REFUSED = "refused", _("Refused")
        VANISHED = "vanished", _("Not in the file")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    problems = models.JSONField(_("problems"), default=list)
    changes = models.JSONField(_("changes"), default=dict)
    written = models.JSONField(default=dict)
    member = models.ForeignKey(
        "members.Member",
        verbose_name=_("member"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="import_rows",
    )

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["number", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["run", "outcome", "number"])]

    def __str__(self):
        return f"#{self.run_id}:{self.number}"
