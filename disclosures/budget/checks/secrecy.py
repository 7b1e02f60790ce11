"""Rule S1: what is marked secret (涉密) has its ground; marked or not, it never comes here."""

from collections.abc import Iterator

from .case import Case
from .finding import Finding


def s1(case: Case) -> Iterator[Finding]:
    """No line item or project is marked secret without saying on what ground."""
    for lacking in case.entered.ungrounded:
        for kind, name, count in (
            ("lines", "条收支明细", lacking.lines),
            ("projects", "个项目", lacking.projects),
        ):
            if count:
                message = (
                    f"预算单位 {lacking.unit} 有 {count} {name}标记为涉密而没有涉密依据，"
                    "请填写依据，或取消标记。"
                )
                yield Finding("S1", "error", f"secret/{kind}/{lacking.unit}", message)
