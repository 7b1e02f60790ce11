"""What the rule-book finds in a draft: grouped, with the way to each place and its reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from disclosures.acknowledgement import acknowledge
from disclosures.budget.checks.acknowledgement import Judged
from disclosures.budget.checks.finding import Finding
from disclosures.budget.checks.titles import TITLES
from disclosures.models import Acknowledgement, Disclosure
from disclosures.publication import Draft, deadline_of

from .places import Places, places
from .reasons import CHOSEN, REASON, SHARED, ReasonsForm, token_of
from .scoped import named, person
from .text_desk import Register

SEVERITIES: Final = {"error": "错误", "warning": "警告", "hint": "提示"}
# Findings to a page: the form has three fields for each, and a request no more than 1,000.
AT_ONCE: Final = 100
NUMBER: Final = re.compile(r"（第 \d+ 条）$")
UNSEEN: Final = "下列理由没有保存：在您填写期间，所对应的发现已有变化，请核对后重新填写。{texts}"
ANSWERED: Final = "answered"
# The groups of the page in their order: how one is called, and what belongs to it.
GROUPS: Final[tuple[tuple[str, str, Callable[[Judged], bool]], ...]] = (
    ("error", "错误", lambda one: one.is_open and one.severity == "error"),
    ("open", "待确认的警告", lambda one: one.is_open),
    (ANSWERED, "已说明理由", lambda one: one.is_acknowledged),
    ("hint", "提示", lambda one: one.severity == "hint"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What was found at a place, in words: which group, where, and the way there.

    ``part`` is the part of the disclosure that the place is in.
    """

    found: Judged
    group: int
    place: str
    target: str
    part: str
    reason: BoundField | None = None
    chosen: BoundField | None = None

    @property
    def title(self) -> str:
        """What its rule is about."""
        return TITLES[self.found.first.rule]


@dataclass(frozen=True, slots=True)
class OfRule:
    """The findings of one rule in a group; ``shared`` is the field for one reason for several."""

    rule: str
    title: str
    rows: Sequence[Shown]
    shared: BoundField | None


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that ask for the same: to be mended, answered for, looked at."""

    name: str
    title: str
    count: int
    rules: Sequence[OfRule]


def shown(disclosure: Disclosure, draft: Draft) -> list[Shown]:
    """The findings, what is to be done first."""
    known = _places(disclosure, draft)
    found = [_shown(one, known) for one in draft.judged]
    return sorted(found, key=lambda one: one.group)


def _places(disclosure: Disclosure, draft: Draft) -> Places:
    return places(disclosure, tuple(section.number for section in draft.document.sections))


def _shown(one: Judged, known: Places) -> Shown:
    group = next(at for at, (_, _, belongs) in enumerate(GROUPS) if belongs(one))
    place, target = known.way(one.first.place)
    part = NUMBER.sub("", place.split(" · ")[0])
    return Shown(one, group, place, target, part)


def counted(draft: Draft) -> str:
    """How many findings of each kind, in words."""
    words = in_words(draft.findings)
    return words + (f"，其中 {len(draft.open_warnings)} 处待确认" if draft.open_warnings else "")


def in_words(findings: Iterable[Finding]) -> str:
    """The number of findings by severity, the gravest first."""
    kinds = [one.severity for one in findings]
    parts = [f"{name} {kinds.count(kind)} 条" for kind, name in SEVERITIES.items() if kind in kinds]
    return "、".join(parts) or "没有发现问题"


def titled(
    request: HttpRequest, register: Register, disclosure: Disclosure, title: str
) -> dict[str, Any]:
    """What every page of a disclosure shows around its content."""
    return {
        **register.admin_site.each_context(request),
        "title": str(disclosure),
        "subtitle": title,
        "opts": Disclosure._meta,
        "original": disclosure,
    }


def findings_page(
    request: HttpRequest, register: Register, disclosure: Disclosure, draft: Draft
) -> HttpResponse:
    """What the rule-book finds, and the reasons for what is left as it is."""
    may_write = person(request).has_perm(named("change", Acknowledgement), disclosure)
    everything = shown(disclosure, draft)
    wanted = _wanted(everything, request.GET)
    page = Paginator(wanted, AT_ONCE).get_page(request.GET.get("page"))
    form = ReasonsForm([one.found for one in page], request.POST or None)
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        if form.is_valid():
            return _kept(request, register, disclosure, form)
    counts = Counter(one.group for one in wanted)
    context = {
        **titled(request, register, disclosure, "检查结果"),
        "newest": disclosure.publications.order_by("-version").defer("snapshot").first(),
        "clock": deadline_of(disclosure),
        **_overview(everything),
        "page": page,
        "groups": groups(page, counts, form if may_write else None),
        "wanted": request.GET,
        "form": form,
        "may_write": may_write,
        "unused": [(_places(disclosure, draft).way(one.place)[0], one) for one in draft.unused],
    }
    return TemplateResponse(request, "admin/disclosures/disclosure/findings.html", context)


def _overview(found: Sequence[Shown]) -> dict[str, Any]:
    """How many findings there are of each group, and the rules and parts to choose from."""
    counts = Counter(one.group for one in found)
    rules = {(one.found.first.rule, one.title) for one in found}
    return {
        "totals": [(title, counts[at]) for at, (_, title, _) in enumerate(GROUPS)],
        "rules": sorted(rules, key=lambda rule: list(TITLES).index(rule[0])),
        "parts": list(dict.fromkeys(one.part for one in found)),
    }


def _wanted(found: Iterable[Shown], asked: Mapping[str, str]) -> list[Shown]:
    """The findings that the filter lets through."""
    rule, part, is_open = asked.get("rule", ""), asked.get("part", ""), "open" in asked
    return [
        one
        for one in found
        if rule in {"", one.found.first.rule}
        and part in {"", one.part}
        and (one.found.is_open or not is_open)
    ]


def groups(
    page: Iterable[Shown], counts: Mapping[int, int], form: ReasonsForm | None = None
) -> list[Group]:
    """The findings of a page by what they ask for and by rule, with fields where there is a form.

    ``counts`` are those of the whole list, by group.
    """
    return [_group(at, list(found), counts[at], form) for at, found in groupby(page, _group_of)]


def _group_of(one: Shown) -> int:
    return one.group


def _group(at: int, found: Iterable[Shown], count: int, form: ReasonsForm | None) -> Group:
    name, title, _ = GROUPS[at]
    by_rule: dict[str, list[Shown]] = {}
    for one in found:
        by_rule.setdefault(one.found.first.rule, []).append(_with_fields(one, form))
    # What is answered already has its own reasons, and a field stands on a page but once.
    shared_in = form if name != ANSWERED else None
    rules = [
        OfRule(rule, TITLES[rule], rows, _field(shared_in, SHARED, rule))
        for rule, rows in by_rule.items()
    ]
    return Group(name, title, count, rules)


def _with_fields(one: Shown, form: ReasonsForm | None) -> Shown:
    token = token_of(one.found)
    reason, chosen = _field(form, REASON, token), _field(form, CHOSEN, token)
    return Shown(one.found, one.group, one.place, one.target, one.part, reason, chosen)


def _field(form: ReasonsForm | None, kind: str, of: str) -> BoundField | None:
    name = f"{kind}-{of}"
    return form[name] if form is not None and name in form.fields else None


def _kept(
    request: HttpRequest, register: Register, disclosure: Disclosure, form: ReasonsForm
) -> HttpResponse:
    """Keep the reasons, and back to what is still open."""
    answers = form.answers()
    acknowledge(disclosure, answers, person(request))
    if answers:
        told = "；".join(f"{' '.join(one.key)}：{reason or '撤回'}" for one, reason in answers)
        register.log_change(request, disclosure, f"确认检查发现：{told}")
        messages.success(request, f"已保存 {len(answers)} 处理由。")
    unseen = form.unseen()
    if unseen:
        messages.warning(request, UNSEEN.format(texts="".join(f"“{text}”" for text in unseen)))
    return HttpResponseRedirect(request.get_full_path())
