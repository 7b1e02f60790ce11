"""A line by which a figure can be cited and found again."""

from dataclasses import dataclass
from datetime import date

from disclosures.budget.amounts import figure
from disclosures.budget.document import Document
from disclosures.budget.entries import SUBJECTS

from . import Traced


@dataclass(frozen=True, slots=True)
class Source:
    """The publication that a figure is cited from; ``address`` is where the figure stays."""

    version: int
    published_on: date
    sha256: str
    address: str


def citation(document: Document, one: Traced, source: Source) -> str:
    """Who, which year and version, table and cell, the amount, the hash, the address."""
    title = f"{document.name}：{document.year} 年{SUBJECTS[document.kind]}预算公开"
    day = source.published_on
    version = f"（第 {source.version} 版，{day.year} 年 {day.month} 月 {day.day} 日公开）"
    cell = f"表 {one.place.table}《{one.statement.title}》，{one.name}，{' › '.join(one.heading)}"
    amount = f"{figure(one.amount)} 万元（{one.amount:,.2f} 元）"
    return (
        f"{title}{version}。{cell}：{amount}。数据记录 SHA-256：{source.sha256}。{source.address}"
    )
