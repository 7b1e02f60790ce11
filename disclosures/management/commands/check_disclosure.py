"""``check_disclosure CODE YEAR``: the rule-book on what is entered now."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError, CommandParser

from disclosures.ledger import MissingCatalogueError
from disclosures.management.addressed import DisclosureCommand
from disclosures.publication import drafted


class Command(DisclosureCommand):
    """Print every finding; exit 1 where an error blocks publication."""

    help = "按勾稽规则检查一份预算公开"

    def add_arguments(self, parser: CommandParser) -> None:
        """Adds ``--json``."""
        super().add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *_: str, **options: Any) -> None:
        """Check and report."""
        disclosure = self.found(options)
        try:
            draft = drafted(disclosure)
        except MissingCatalogueError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            found = [asdict(finding) for finding in draft.findings]
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            for finding in draft.findings:
                self.stdout.write(
                    f"{finding.rule} {finding.severity} {finding.place}：{finding.message}"
                )
        if draft.errors:
            raise CommandError(f"{disclosure}：{len(draft.errors)} 处错误，不能公开。")
        if not options["json"]:
            self.stdout.write(f"{disclosure}：没有错误，共 {len(draft.findings)} 条提示。")
