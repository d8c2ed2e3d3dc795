"""Whether the words of a vote are there in a language."""

from collections.abc import Iterator

from django.apps import apps
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from voting.models import MemberVotePage


def missing_words(*, page: MemberVotePage, translated: MemberVotePage | None, code: str) -> Iterator[str]:
    """What a vote lacks in one language, as full sentences.

    `page`: in the language it was written in; `translated`: its translation,
    None where there is none.
    """
    language = get_language_info(code)["name_translated"]
    if translated is None or not translated.live:
        yield _("The vote is not translated into %(language)s.") % {"language": language}
        return
    if code != page.locale.language_code and not _is_translated(page, translated):
        yield _("The translation into %(language)s is not complete.") % {"language": language}
    for block in page.contests:
        found = child_with_id(translated.contests, block.id)
        if found is None or not found.value["question"].strip():
            yield _("The question “%(question)s” is missing in %(language)s.") % {
                "question": block.value["question"],
                "language": language,
            }
            continue
        for item in block.value["choices"].bound_blocks:
            choice = child_with_id(found.value["choices"].bound_blocks, item.id)
            if choice is None or not (choice.value["label"].strip() or choice.value["page"]):
                yield _("A choice of “%(question)s” has no text in %(language)s.") % {
                    "question": block.value["question"],
                    "language": language,
                }


def child_with_id(children, key: str):
    """The block of a stream or list with this id; None when there is none."""
    return next((child for child in children if child.id == key), None)


def _is_translated(source, target) -> bool:
    """Whether every string was translated, where wagtail-localize keeps count of them."""
    if not apps.is_installed("wagtail_localize"):
        return True
    translations = apps.get_model("wagtail_localize", "Translation").objects.filter(
        source__object_id=source.translation_key, target_locale=target.locale_id, enabled=True
    )
    for translation in translations:
        total, done = translation.get_progress()
        if done < total:
            return False
    return True
