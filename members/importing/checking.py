"""Whether a record from outside can be kept: what the reader of a file has checked cell by cell."""

from members.importing import values
from members.importing.errors import BadValue
from members.importing.record import PersonRecord
from members.importing.rows import LONGEST, LONGEST_ID, Problem


def problems_in(record: PersonRecord) -> list[Problem]:
    """Each value that is too long, or no address, language or plausible date; `column` is the field."""
    problems = []

    def check(name, look):
        try:
            look()
        except BadValue as error:
            problems.append(Problem(name, str(error)))

    for name, longest in LONGEST.items():
        check(name, lambda name=name, longest=longest: values.text(getattr(record, name), longest=longest))
    for system, value in record.external_ids.items():
        check(f"id:{system}", lambda value=value: values.text(value, longest=LONGEST_ID))
    for address in record.emails or ():
        check("email", lambda address=address: values.check_address(address))
    check("language", lambda: values.language(record.language))
    for name in ("starts_on", "expires_on", "cancelled_on"):
        check(name, lambda name=name: values.day(getattr(record, name)))
    return problems
