"""``publish CODE YEAR``: through review to the public, in the names of those appointed to it."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from disclosures import workflow
from disclosures.commission import RenderingFailed
from disclosures.ledger import MissingCatalogueError
from disclosures.management.addressed import DisclosureCommand
from disclosures.models import Disclosure, Publication, Review, User
from disclosures.publication import StepRefused

# Permission, option and what the person does, in the order of the steps.
STEPS = {
    "submit_disclosure": ("submitter", "送审人"),
    "approve_disclosure": ("reviewer", "审核人"),
    "publish_disclosure": ("user", "发布人"),
}


class Command(DisclosureCommand):
    """Take the steps that are still missing, each as a named person; any refusal ends it."""

    help = "公开一份预算（新版本）：依次完成尚未完成的送审、审核和发布，各由有权限的人经办"

    def add_arguments(self, parser: CommandParser) -> None:
        """Adds the public note of a correction and who takes each step."""
        super().add_arguments(parser)
        parser.add_argument("--note", default="", help="更正说明，第 2 版起必填，随新版本公开")
        parser.add_argument(
            "--acknowledge",
            default="",
            metavar="TEXT",
            help="以送审人名义，用此理由确认尚未确认的警告（不公开）；错误不能以此代替改正",
        )
        for option, title in STEPS.values():
            parser.add_argument(f"--{option}", help=f"{title}用户名；只有一人有此权限时可以省略")

    def handle(self, *_: str, **options: Any) -> None:
        """Publish, or say what keeps it from being published."""
        disclosure = self.found(options)
        try:
            publication = _published(disclosure, options)
        except StepRefused as refused:
            details = "".join(
                f"\n{finding.rule} {finding.place}：{finding.message}"
                for finding in refused.findings
            )
            raise CommandError(f"{refused.reason}{details}") from refused
        except (MissingCatalogueError, RenderingFailed) as error:
            raise CommandError(f"{disclosure} 未发布：{error}") from error
        by = publication.published_by.get_username()
        self.stdout.write(f"{publication}已由 {by} 公开，SHA-256 {publication.sha256}")


def _published(disclosure: Disclosure, options: dict[str, Any]) -> Publication:
    publisher = _person("publish_disclosure", disclosure, options)
    review = disclosure.reviews.open().first()
    note = options["note"].strip()
    if review and note and note != review.note:
        message = f"{review}的更正说明是“{review.note}”，与 --note 不同；请退回后重新送审。"
        raise StepRefused(message)
    if review is None:
        clerk = _person("submit_disclosure", disclosure, options)
        review = workflow.submit(disclosure, clerk, note, options["acknowledge"])
    if review.state == Review.State.SUBMITTED:
        workflow.approve(review, _person("approve_disclosure", disclosure, options))
    return workflow.publish(disclosure, publisher)


def _person(permission: str, disclosure: Disclosure, options: dict[str, Any]) -> User:
    """The person named for a step, or the only one whose appointment lets them take it."""
    option, title = STEPS[permission]
    if username := options[option]:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"没有用户名为 {username} 的有效用户。")
        if not user.has_perm(f"disclosures.{permission}", disclosure):
            step = title.removesuffix("人")
            raise CommandError(f"用户 {username} 没有{step} {disclosure} 的权限。")
        return user
    able = [
        user
        for user in User.objects.filter(is_active=True, is_superuser=False).order_by("username")
        if user.has_perm(f"disclosures.{permission}", disclosure)
    ]
    if len(able) != 1:
        names = "、".join(user.get_username() for user in able) or "没有人"
        raise CommandError(f"请用 --{option} 指定{title}（有此权限的用户：{names}）。")
    return able[0]
