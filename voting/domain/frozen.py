"""An announced vote as its manifest fixed it: read once, and kept by the manifest's hash."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from voting.api import (
    BallotBox,
    ChoiceSpec,
    ContestSpec,
    CountingMethod,
    Electorate,
    VoteRef,
    ballot_boxes,
    counting_methods,
    electorates,
)
from voting.domain.manifest import manifest_of
from voting.models import MemberVote
from voting.models.member_vote import vote_ref


@dataclass(frozen=True)
class FrozenVote:
    """What casting needs to know of a vote and what no longer changes."""

    ref: VoteRef
    contests: tuple[ContestSpec, ...]

    @property
    def ballot_box(self) -> BallotBox:
        return ballot_boxes.get(self.ref.manifest["box"]["slug"])

    @property
    def asked(self) -> list[tuple[ContestSpec, CountingMethod]]:
        methods = (contest["method"] for contest in self.ref.manifest["contests"])
        return [
            (spec, counting_methods.get(method)) for spec, method in zip(self.contests, methods, strict=True)
        ]


def electorate_of(vote_id: UUID) -> Electorate:
    """Who may vote in an announced vote. Raises MemberVote.DoesNotExist."""
    return electorates.get(_announced(vote_id)[0])


def announced_vote(vote_id: UUID) -> FrozenVote:
    """An announced vote, whatever has become of it since. Raises MemberVote.DoesNotExist."""
    return frozen_vote(vote_id, _announced(vote_id)[1])


@lru_cache(maxsize=64)
def _announced(vote_id: UUID) -> tuple[str, bytes]:
    # Fixed with the announcement: nothing changes them afterwards.
    votes = MemberVote.objects.announced().values_list("electorate", "manifest_sha256")
    electorate, manifest_sha256 = votes.get(pk=vote_id)
    return electorate, bytes(manifest_sha256)


@lru_cache(maxsize=64)
def frozen_vote(vote_id: UUID, manifest_sha256: bytes) -> FrozenVote:
    """The vote with this manifest. The hash is part of the question: another manifest is another vote."""
    member_vote = MemberVote.objects.get(pk=vote_id, manifest_sha256=manifest_sha256)
    manifest = manifest_of(member_vote)
    return FrozenVote(
        ref=vote_ref(member_vote, manifest),
        contests=tuple(
            ContestSpec(
                key=contest["key"],
                choices=tuple(
                    ChoiceSpec(key=choice["key"], kind=choice["kind"]) for choice in contest["choices"]
                ),
                seats=contest["seats"],
                options=contest["options"],
            )
            for contest in manifest["contests"]
        ),
    )
