"""Full search in the larger region: every kind of question many times."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from .measuring import Figure
from .options import Options
from .region import Answer, percentile, region

# What people ask: everyday and official words, codes, names, two words; nothing, everything.
QUESTIONS: Final = (
    "工资",
    "公车",
    "三公",
    "养老",
    "人员",
    "预算",
    "行政运行",
    "项目支出",
    "公务接待费",
    "工资福利支出",
    "2010301",
    "信息化",
    "教育局",
    "演示市教育局",
    "财政局 公车",
    "维修 改造",
    "上一年度一般公共预算拨款结转",
    "车",
    "龘龘龘",
)
LIMIT: Final = 50


def measure(options: Options) -> Iterator[Figure]:
    """Each question, then all together: the page as a reader gets it."""
    many = region(options.many)
    answers: list[Answer] = []
    for one in QUESTIONS:
        page = many.page(f"/disclosures/?q={quote(one)}", options.requests)
        answers += page.answers
        yield Figure(f"search {one}", _told(page.answers))
    slowest = percentile([one.wall for one in answers], 95)
    goal, lines = f"p95 ≤ {LIMIT} ms", f"{many.said['lines']:,} line items"
    yield Figure("search, all questions", _told(answers), lines, None, goal, slowest <= LIMIT)


def _told(answers: tuple[Answer, ...] | list[Answer]) -> str:
    """The median and the 95th percentile, by the clock and on a processor."""
    wall, busy = [one.wall for one in answers], [one.busy for one in answers]
    return (
        f"median {percentile(wall, 50):.1f} ms, p95 {percentile(wall, 95):.1f} ms; on a processor "
        f"{percentile(busy, 50):.1f} ms, {percentile(busy, 95):.1f} ms"
    )
