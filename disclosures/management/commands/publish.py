"""``publish CODE YEAR``: publish the next version, through the same checks as the admin."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from disclosures.acknowledgement import UnfitReasonError
from disclosures.ledger import MissingCatalogueError
from disclosures.management.addressed import DisclosureCommand
from disclosures.models import Disclosure, User
from disclosures.pdf import RenderingFailed
from disclosures.publication import PublicationRefused, publish


class Command(DisclosureCommand):
    """Publish as a named person; nothing is published on any error."""

    help = "公开一份预算（新版本）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Adds the public note of a correction, the reason for open warnings, who publishes."""
        super().add_arguments(parser)
        parser.add_argument("--note", default="", help="更正说明，第 2 版起必填，随新版本公开")
        parser.add_argument(
            "--acknowledge",
            default="",
            metavar="TEXT",
            help="以发布人名义，用此理由确认尚未确认的警告（不公开）；错误不能以此代替改正",
        )
        parser.add_argument("--user", help="发布人用户名；只有一人有发布权限时可以省略")

    def handle(self, *_: str, **options: Any) -> None:
        """Publish, or say what keeps it from being published."""
        disclosure = self.found(options)
        by = _publisher(disclosure, options["user"])
        try:
            publication = publish(disclosure, by, options["note"], options["acknowledge"])
        except PublicationRefused as refused:
            details = "".join(
                f"\n{finding.rule} {finding.place}：{finding.message}"
                for finding in refused.findings
            )
            raise CommandError(f"{refused.reason}{details}") from refused
        except (MissingCatalogueError, RenderingFailed, UnfitReasonError) as error:
            raise CommandError(f"{disclosure} 未发布：{error}") from error
        self.stdout.write(
            f"{publication}已由 {by.get_username()} 公开，SHA-256 {publication.sha256}"
        )


def _publisher(disclosure: Disclosure, username: str | None) -> User:
    """The person named, or the only one whose appointment lets them publish it."""
    if username:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"没有用户名为 {username} 的有效用户。")
        return user
    able = [
        user
        for user in User.objects.filter(is_active=True, is_superuser=False).order_by("username")
        if user.has_perm("disclosures.publish_disclosure", disclosure)
    ]
    if len(able) != 1:
        names = "、".join(user.get_username() for user in able) or "没有人"
        raise CommandError(f"请用 --user 指定发布人（有发布权限的用户：{names}）。")
    return able[0]
