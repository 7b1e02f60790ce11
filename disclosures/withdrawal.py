"""Withdrawing published versions by law: they stay stored and verified, and nobody reads them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from . import kept
from .models import Disclosure, Publication, User, Withdrawal


class WithdrawalRefused(Exception):  # noqa: N818 - named as what staff read
    """Why a version is not withdrawn."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def withdraw(
    publication: Publication, by: User, ground: str, note: str = "", *, all_versions: bool = False
) -> tuple[Withdrawal, ...]:
    """Withdraw a version, or with it all of its disclosure that are still public, in one step.

    ``ground`` is read by the public, ``note`` never. Raises ``WithdrawalRefused`` without the
    permission, without a ground, or where nothing is left to withdraw.
    """
    if not by.has_perm("disclosures.withdraw_publication", publication):
        raise WithdrawalRefused(f"用户 {by.get_username()} 没有依法撤下 {publication} 的权限。")
    if not ground.strip():
        raise WithdrawalRefused("依法撤下须写明法律依据，依据随撤下一并公开。")
    # Nobody publishes or withdraws the same disclosure meanwhile.
    Disclosure.objects.select_for_update(of=("self",)).get(pk=publication.disclosure_id)
    versions = Publication.objects.published().filter(disclosure=publication.disclosure_id)
    if not all_versions:
        versions = versions.filter(pk=publication.pk)
    now = timezone.now()
    withdrawals = [
        Withdrawal(
            publication=version,
            ground=ground.strip(),
            note=note.strip(),
            withdrawn_by=by,
            withdrawn_at=now,
        )
        for version in versions.order_by("version")
    ]
    if not withdrawals:
        raise WithdrawalRefused(f"{publication}此前已依法撤下，无须再次办理。")
    done = tuple(Withdrawal.objects.bulk_create(withdrawals))
    _forget_pages(publication.disclosure)
    return done


def _forget_pages(disclosure: Disclosure) -> None:
    """Take the pages away before anybody is told; nothing is withdrawn where that fails."""
    try:
        kept.forget(disclosure.department)
    except OSError as error:
        message = f"已公开网页的副本无法删除（{error.strerror}），没有撤下。请联系系统管理员处理。"
        raise WithdrawalRefused(message) from error
