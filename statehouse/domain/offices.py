"""The offices that exist in Massachusetts. Their names stand here so that the catalogs hold them."""

from django.utils.translation import gettext_noop

from statehouse.models import Chamber, Level, Office

# code, name, level, chamber, statewide
OFFICES = [
    ("president", gettext_noop("President"), Level.FEDERAL, "", True),
    ("us_senator", gettext_noop("U.S. Senator"), Level.FEDERAL, "", True),
    ("us_representative", gettext_noop("U.S. Representative"), Level.FEDERAL, "", False),
    ("governor", gettext_noop("Governor"), Level.STATE, "", True),
    ("lieutenant_governor", gettext_noop("Lieutenant Governor"), Level.STATE, "", True),
    ("attorney_general", gettext_noop("Attorney General"), Level.STATE, "", True),
    ("secretary", gettext_noop("Secretary of the Commonwealth"), Level.STATE, "", True),
    ("treasurer", gettext_noop("Treasurer"), Level.STATE, "", True),
    ("auditor", gettext_noop("Auditor"), Level.STATE, "", True),
    ("governors_councillor", gettext_noop("Governor's Councillor"), Level.STATE, "", False),
    ("state_senator", gettext_noop("State Senator"), Level.STATE, Chamber.SENATE, False),
    ("state_representative", gettext_noop("State Representative"), Level.STATE, Chamber.HOUSE, False),
    ("district_attorney", gettext_noop("District Attorney"), Level.COUNTY, "", False),
    ("sheriff", gettext_noop("Sheriff"), Level.COUNTY, "", False),
    ("register_of_deeds", gettext_noop("Register of Deeds"), Level.COUNTY, "", False),
    ("register_of_probate", gettext_noop("Register of Probate"), Level.COUNTY, "", False),
    ("clerk_of_courts", gettext_noop("Clerk of Courts"), Level.COUNTY, "", False),
    ("mayor", gettext_noop("Mayor"), Level.MUNICIPAL, "", False),
    ("city_councilor", gettext_noop("City Councilor"), Level.MUNICIPAL, "", False),
    ("select_board", gettext_noop("Select Board Member"), Level.MUNICIPAL, "", False),
    ("school_committee", gettext_noop("School Committee Member"), Level.MUNICIPAL, "", False),
]


def load_offices() -> int:
    """Add the offices that are missing, leave the others alone, and give the number added."""
    added = 0
    for order, (code, name, level, chamber, is_statewide) in enumerate(OFFICES, start=1):
        _office, created = Office.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "level": level,
                "chamber": chamber,
                "is_statewide": is_statewide,
                "order": order,
            },
        )
        added += created
    return added
