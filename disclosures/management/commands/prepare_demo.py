"""`manage.py prepare_demo`: everything that a first look needs, and nothing twice."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from disclosures import workflow
from disclosures.commission import RenderingFailed
from disclosures.management import accounts, sample
from disclosures.models import Disclosure, User
from disclosures.publication import StepRefused


class Command(BaseCommand):
    """Tables, sample, publication and accounts, each only where it is missing."""

    help = "准备演示：建表、导入并公开示例、为每个角色建立账号；已就绪的不重复。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Prepare what is missing, then print the accounts."""
        if not settings.IS_LOCAL:
            raise CommandError(
                "演示账号的密码和动态口令密钥写在本机文件中，只能在本机模式（PORTAL_MODE=local）建立。"
            )
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
        disclosure = sample.disclosures().select_related("department__region").first()
        if disclosure is None:
            sample.load()
            disclosure = sample.disclosures().select_related("department__region").get()
        file = settings.VAR_DIR / "accounts.txt"
        prepared = accounts.prepared(disclosure.department, file)
        if not disclosure.publications.exists():
            self._publish(disclosure)
        self.stdout.write(f"示例已公开：{disclosure}")
        self.stdout.write("角色 / 用户名 / 初始密码（如已修改，以修改后的为准）")
        for account in prepared:
            self.stdout.write(str(account))
        self.stdout.write("除录入外，登录时还要输入 6 位动态口令。查看某个账号此刻的口令：")
        for account in prepared:
            if account.secret:
                self.stdout.write(f"  .venv/bin/python manage.py totp_code {account.username}")

    def _publish(self, disclosure: Disclosure) -> None:
        clerk, reviewer, publisher = (
            User.objects.get(username=name) for name in ("luru", "shenhe", "fabu")
        )
        try:
            workflow.approve(workflow.submit(disclosure, clerk), reviewer)
            workflow.publish(disclosure, publisher)
        except StepRefused as error:
            reasons = "；".join(str(finding.message) for finding in error.findings)
            raise CommandError(f"示例未能公开：{error.reason}{reasons}") from error
        except RenderingFailed as error:
            raise CommandError(f"示例未能公开，PDF 生成失败：{error}") from error
