"""Commands about one account: found by its user name."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from disclosures.models import User


class AccountCommand(BaseCommand):
    """A command whose argument is NAME."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose account it is."""
        parser.add_argument("username", metavar="NAME", help="用户名")

    def found(self, options: dict[str, Any]) -> User:
        """The account of the argument, or a plain message that there is none."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"没有用户名为 {options['username']} 的账号。")
        return user
