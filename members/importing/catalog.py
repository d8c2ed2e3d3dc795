"""The kinds of membership and the chapters that a list may name, by code or by name."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from members.importing.errors import BadValue
from members.models import Chapter, MembershipTier


@dataclass(frozen=True)
class Catalog:
    tiers: dict[str, MembershipTier]
    chapters: dict[str, Chapter]
    tier_names: dict[int, str]
    chapter_names: dict[int, str]

    def tier(self, text: str) -> MembershipTier:
        """Raises BadValue."""
        try:
            return self.tiers[_key(text)]
        except KeyError:
            raise BadValue(
                _("There is no kind of membership “%(text)s”. Add it, or name it in the mapping.")
                % {"text": text[:60]}
            ) from None

    def chapter(self, text: str) -> Chapter:
        """Raises BadValue."""
        try:
            return self.chapters[_key(text)]
        except KeyError:
            raise BadValue(
                _("There is no chapter “%(text)s”. Add it, or name it in the mapping.") % {"text": text[:60]}
            ) from None


def read_catalog() -> Catalog:
    tiers, chapters = list(MembershipTier.objects.all()), list(Chapter.objects.all())
    return Catalog(
        tiers=_by_name_and_code(tiers),
        chapters=_by_name_and_code(chapters),
        tier_names={tier.pk: tier.name for tier in tiers},
        chapter_names={chapter.pk: chapter.name for chapter in chapters},
    )


def _by_name_and_code(rows):
    """A code wins over a name; a name that two have names neither."""
    names: dict = {}
    for row in rows:
        names.setdefault(_key(row.name), []).append(row)
    return {name: found[0] for name, found in names.items() if len(found) == 1} | {
        _key(row.code): row for row in rows
    }


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
