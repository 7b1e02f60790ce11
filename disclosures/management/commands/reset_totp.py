"""`manage.py reset_totp NAME`: for whoever lost both telephone and recovery codes."""

from typing import Any

from disclosures.login.devices import take_away
from disclosures.management.named import AccountCommand


class Command(AccountCommand):
    """Take a lost device away; the person enrols anew at the next login."""

    help = "重置某个账号的动态口令和恢复代码，并退出其所有登录；下次登录时重新启用。"

    def handle(self, *_args: Any, **options: Any) -> None:
        """Take it away."""
        user = self.found(options)
        take_away(user)
        self.stdout.write(f"已重置 {user.username} 的动态口令，其登录已全部退出。")
