from members.models import Member


def choose_language(*, member: Member, language: str) -> None:
    """The language in which we write to the member."""
    member.language = language
    member.save(update_fields=["language"])
