"""`manage.py totp_code NAME`: the one-time code of an account of this machine, to try the desk."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from disclosures.login.devices import device_of, present_code
from disclosures.management.named import AccountCommand


class Command(AccountCommand):
    """What the person's telephone would show now."""

    help = "显示某个账号此刻的 6 位动态口令（只限本机模式，供试用）。"

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the code and how long it lasts."""
        if not settings.IS_LOCAL:
            raise CommandError("只能在本机模式（PORTAL_MODE=local）查看动态口令。")
        user = self.found(options)
        device = device_of(user)
        if device is None:
            raise CommandError(f"{user.username} 没有启用动态口令，凭密码即可登录。")
        code, seconds = present_code(device)
        self.stdout.write(f"{code}（{seconds} 秒内有效，只能用一次）")
