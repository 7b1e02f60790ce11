"""Publishing a whole region at one hour (集中公开): scheduled, begun, one disclosure after another.

Who schedules it is the publisher of all of it, by an own permission (``publish_region``). What
becomes public is what the departments approved: each disclosure passes the same checks as when
its own publisher publishes it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as background

from disclosures import notices, publication
from disclosures.authorship import Author, written_by
from disclosures.commission import RenderingFailed
from disclosures.models import JointPublication, JointPublicationItem, Region, Review, User
from disclosures.publication import StepRefused

from .authority import require

BEGIN: Final = "begin_joint_publication"
PUBLISH: Final = "publish_jointly"
PERMISSION: Final = "publish_region"
# Letters and clocks go before hundreds of PDFs.
PRIORITY: Final = -10
ADDRESS: Final = "集中公开（后台任务）"
UNKNOWN: Final = "系统错误，请联系系统管理员。"


@transaction.atomic
def schedule(region: Region, year: int, starts_at: datetime, by: User) -> JointPublication:
    """Publish at that hour whatever is approved in the region and year by then."""
    require(by, PERMISSION, region, "集中公开")
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)
    now = timezone.now()
    rows = JointPublication.objects.filter(region=region, year=year)
    if waiting := rows.waiting().first():
        raise StepRefused(
            f"{waiting}已安排在 {timezone.localtime(waiting.starts_at):%Y-%m-%d %H:%M}，请先取消。"
        )
    made = JointPublication.objects.create(
        region=region, year=year, starts_at=max(starts_at, now), scheduled_by=by, scheduled_at=now
    )
    task = background.configure_task(BEGIN, schedule_at=made.starts_at)
    task.defer(joint=made.pk)
    return made


@transaction.atomic
def cancel(region: Region, year: int, by: User) -> None:
    """Take back what is scheduled, as long as it has not begun."""
    require(by, PERMISSION, region, "取消集中公开")
    waiting = JointPublication.objects.waiting().filter(region=region, year=year)
    if not waiting.update(cancelled_by=by, cancelled_at=timezone.now()):
        raise StepRefused(f"{region} {year} 年没有等待开始的集中公开，或刚刚已经开始，不能取消。")


@transaction.atomic
def begin(key: int) -> int:
    """Hand every disclosure that is approved now to the background; how many they are.

    Begun twice, after a worker was killed, it hands out nothing anew.
    """
    joint = JointPublication.objects.waiting().select_for_update().filter(pk=key).first()
    if joint is None:
        return 0
    joint.begun_at = max(timezone.now(), joint.starts_at)
    joint.save(update_fields=["begun_at"])
    approved = Review.objects.filter(
        state=Review.State.APPROVED,
        disclosure__department__region=joint.region_id,
        disclosure__year=joint.year,
    )
    reviews = approved.order_by("disclosure__department__code", "pk")
    items = JointPublicationItem.objects.bulk_create(
        JointPublicationItem(joint_publication=joint, review=review) for review in reviews
    )
    for item in items:
        lock = f"publish-{item.review.disclosure_id}"
        task = background.configure_task(PUBLISH, lock=lock, priority=PRIORITY)
        task.defer(item=item.pk)
    return len(items)


def publish(key: int, *, is_last: bool) -> None:
    """Publish one disclosure of a joint publication, unless it is public already.

    What is refused is refused for good; what fails is raised, to be tried again, and given up
    once ``is_last`` says so.
    """
    people = ("joint_publication__scheduled_by", "review__disclosure__department")
    rows = JointPublicationItem.objects.select_related(*people, "review__disclosure__unit")
    item = rows.get(pk=key)
    if item.review.publication_id or item.gave_up_at:
        return
    officer = item.joint_publication.scheduled_by
    author = Author(str(officer.pk), f"{officer}（{officer.get_username()}）", ADDRESS)
    try:
        with written_by(lambda: author):
            made = publication.publish(item.review, officer, PERMISSION)
    except StepRefused as refused:
        _failed(item, refused.reason, gave_up=True)
        return
    except RenderingFailed as failed:
        _failed(item, f"PDF 生成失败（{failed.reason}）", gave_up=is_last)
        raise
    except Exception:
        _failed(item, UNKNOWN, gave_up=is_last)
        raise
    notices.published(made, is_joint=True)


def _failed(item: JointPublicationItem, reason: str, *, gave_up: bool) -> None:
    """Keep why it is not public; another worker may have published it meanwhile."""
    at = timezone.now() if gave_up else None
    still = JointPublicationItem.objects.filter(pk=item.pk, review__publication=None)
    still.update(failure=reason, gave_up_at=at)
