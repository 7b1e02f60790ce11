"""Commands about one disclosure: found by code and year, as in its public address."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from disclosures.models import Disclosure


class DisclosureCommand(BaseCommand):
    """A command whose arguments begin with CODE and YEAR; ``?`` where it also does without."""

    given: str | None = None

    def add_arguments(self, parser: CommandParser) -> None:
        """Code, year and, where a department and a unit share a code, which of both."""
        parser.add_argument("code", metavar="CODE", nargs=self.given, help="部门或预算单位编码")
        parser.add_argument("year", metavar="YEAR", nargs=self.given, type=int, help="预算年度")
        parser.add_argument(
            "--kind",
            choices=("department", "unit"),
            help="编码同时属于部门和单位时，指定部门（department）或单位（unit）",
        )

    def found(self, options: dict[str, Any]) -> Disclosure:
        """The disclosure of the arguments, or a plain message that there is none."""
        code, year = options["code"], options["year"]
        disclosure = Disclosure.objects.addressed(code, year, options["kind"]).first()
        if disclosure is None:
            raise CommandError(f"没有编码为 {code} 的 {year} 年预算公开。")
        return disclosure
