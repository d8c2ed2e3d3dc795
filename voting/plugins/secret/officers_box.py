from contextlib import suppress
from hashlib import sha256
from itertools import combinations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voting.api import HeldKey, InvalidKey, KeyHoldingBox, Officer
from voting.plugins.secret.box import Secret
from voting.plugins.secret.canary import is_answer, make_canary
from voting.plugins.secret.keys import KeysMissing, make_outer_key
from voting.plugins.secret.models import OfficersKey
from voting.plugins.secret.officers_key import (
    PublicHalf,
    answer_test,
    holder_of,
    join_shares,
    make_officers_key,
    read_public_text,
)
from voting.plugins.secret.share_files import keep_share, kept_shares, remove_shares
from voting.plugins.secret.shares import Share, read_share


class SecretByOfficers(Secret, KeyHoldingBox):
    """As `Secret`, but the key that opens the ballots is not on the site before the close.

    Three officers hold it in shares, and any two of them bring it. The outer
    key stays with the site: officers who also got hold of the database could
    still read nothing.
    """

    slug = "secret_officers"
    label = gettext_lazy("Secret: three officers hold the key")
    explanation = gettext_lazy(
        "For votes in which not even the site may open a ballot early. Two of the three must come afterwards."
    )

    # --- the key ---------------------------------------------------------------------------------

    def make_key(self, *, vote_id, names):
        return make_officers_key(vote_id=vote_id, names=names)

    def answer(self, *, question, shares):
        return answer_test(question=question, shares=shares)

    def held_key(self, *, vote_id):
        row = OfficersKey.objects.filter(pk=vote_id).first()
        if row is None:
            return None
        half = _half(row)
        return HeldKey(
            public_key=half.public_key,
            officers=half.officers,
            tested_at=row.tested_at,
            question=half.test_text(bytes(row.canary)),
        )

    def hold_key(self, *, vote_id, public_text):
        half = read_public_text(public_text, vote_id=vote_id)
        canary, text_sha256 = make_canary(vote_id=vote_id, public=half.public)
        OfficersKey.objects.update_or_create(
            vote_id=vote_id,
            defaults={
                "public_key": half.public_key,
                "officers": [
                    {"name": officer.name, "share_sha256": officer.share_sha256} for officer in half.officers
                ],
                "canary": canary,
                "canary_sha256": text_sha256,
                "tested_at": None,
            },
        )
        return self.held_key(vote_id=vote_id)

    def pass_test(self, *, vote_id, answer, at):
        row = OfficersKey.objects.filter(pk=vote_id).first()
        if row is None:
            raise InvalidKey(_("No key was made yet."))
        if not is_answer(answer=answer, text_sha256=bytes(row.canary_sha256)):
            raise InvalidKey(_("This is not the answer to the test. The key was not tested."))
        row.tested_at = at
        row.save(update_fields=["tested_at"])

    # --- before the vote -------------------------------------------------------------------------

    def announcing_problems(self, *, vote_id):
        if self.held_key(vote_id=vote_id) is None:
            return [_("The officers’ key is not made yet. Make it at the desk.")]
        return []

    def prepare(self, *, vote_id):
        make_outer_key(vote_id)
        key = self.held_key(vote_id=vote_id)
        if key is None:
            raise InvalidKey(_("No key was made yet."))
        return {
            "public_key": key.public_key,
            "key_kept_by": "officers",
            "shares_needed": self.shares_needed,
            "officers": [officer.name for officer in key.officers],
            "share_sha256": [officer.share_sha256 for officer in key.officers],
        }

    def opening_problems(self, *, vote):
        key = self.held_key(vote_id=vote.id)
        if key is None or key.public_key != vote.manifest["box"]["public_key"]:
            # Nobody could ever show that this key opens.
            return [_("The officers’ key of this vote is not the one that was announced. Cancel the vote.")]
        if not key.is_tested:
            return [_("The officers’ key is not tested yet. Two officers must test it at the desk.")]
        return self.outer_key_problems(vote=vote)

    def opening_facts(self, *, vote):
        key = self.held_key(vote_id=vote.id)
        return {
            "officers_key": {
                "public_key_sha256": sha256(key.public_key.encode()).hexdigest(),
                "tested_at": key.tested_at.isoformat(),
            }
        }

    # --- after the vote --------------------------------------------------------------------------

    def holder_of(self, *, vote_id, share):
        row = OfficersKey.objects.get(pk=vote_id)
        return holder_of(half=_half(row), share=read_share(share))

    def take_share(self, *, vote, share):
        read = read_share(share)
        holder_of(half=_announced_half(vote), share=read)
        keep_share(vote.id, read)

    def given(self, *, vote):
        half = _announced_half(vote)
        return tuple(half.officers[share.number - 1] for share in _good_shares(vote.id, half))

    def waits_for(self, *, vote):
        if self.is_opened(vote=vote) or not self.stored(vote=vote):
            return ""
        shares = _good_shares(vote.id, _announced_half(vote))
        if not shares:
            return _("Two of three officers must bring their shares of the key.")
        if len(shares) < self.shares_needed:
            return _("One more officer must bring a share of the key.")
        if self._key_of(vote, shares) is None:
            return _("These shares do not open the ballots. The third officer must bring a share too.")
        return ""

    def tally_key(self, *, vote):
        key = self._key_of(vote, _good_shares(vote.id, _announced_half(vote)))
        if key is None:
            raise KeysMissing("Two officers must bring their shares first.")
        return key

    def _key_of(self, vote, shares):
        """The key of any two shares that give it; None where no two do."""
        for pair in combinations(shares, self.shares_needed):
            with suppress(InvalidKey):
                return join_shares(half=_announced_half(vote), shares=pair)
        return None

    def open(self, *, vote):
        opened = super().open(vote=vote)
        # Not before the opened ballots are safe: until then only the shares could open them again.
        transaction.on_commit(lambda: remove_shares(vote.id))
        return opened

    def destroy_secrets(self, *, vote):
        had_shares = remove_shares(vote.id)
        return super().destroy_secrets(vote=vote) or had_shares

    def forget(self, *, vote_id):
        remove_shares(vote_id)
        OfficersKey.objects.filter(pk=vote_id).delete()
        super().forget(vote_id=vote_id)


def _half(row: OfficersKey) -> PublicHalf:
    return _public_half(str(row.pk), row.public_key, row.officers)


def _announced_half(vote) -> PublicHalf:
    """As the manifest has it, which nobody can change any more."""
    box = vote.manifest["box"]
    officers = [
        {"name": name, "share_sha256": digest}
        for name, digest in zip(box["officers"], box["share_sha256"], strict=True)
    ]
    return _public_half(vote.id, box["public_key"], officers)


def _good_shares(vote_id: str, half: PublicHalf) -> list[Share]:
    """What officers brought, without what was changed where it lies."""
    good = []
    for share in kept_shares(vote_id):
        with suppress(InvalidKey):
            holder_of(half=half, share=share)
            good.append(share)
    return good


def _public_half(vote_id: str, public_key: str, officers: list[dict]) -> PublicHalf:
    return PublicHalf(
        vote_id=vote_id,
        public_key=public_key,
        officers=tuple(
            Officer(number=number, name=officer["name"], share_sha256=officer["share_sha256"])
            for number, officer in enumerate(officers, start=1)
        ),
    )
