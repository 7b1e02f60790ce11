"""The whole workbook; the same record gives the same bytes."""

from datetime import datetime, time
from hashlib import sha256
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook

from disclosures.budget import snapshot
from disclosures.budget.document import Document
from disclosures.budget.entries import SUBJECTS
from disclosures.budget.snapshot import Imprint

from .layout import OVERALL, PROJECTS
from .looks import Looks
from .tables import write_table
from .texts import write_about, write_contents, write_lines, write_targets, write_text

OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def written(record: str, site: str, licence: str) -> bytes:
    """The workbook of a publication, which names the site that verifies it and its licence."""
    document, imprint = snapshot.read(record)
    title = f" {document.year} 年{SUBJECTS[document.kind]}预算公开表"
    file = BytesIO()
    with Workbook(file, OPTIONS) as book:
        day = datetime.combine(imprint.published_on, time())
        book.set_properties(
            {"title": f"{document.name}{title}", "author": document.name, "created": day}
        )
        looks = Looks(book)
        write_contents(book, looks, document, title)
        for statement in document.statements:
            write_table(book, looks, document, statement)
        write_targets(book, looks, OVERALL, document.targets[:1])
        write_targets(book, looks, PROJECTS, document.targets[1:])
        write_text(book, looks, document)
        write_lines(book, looks, document.line_items)
        digest = sha256(record.encode()).hexdigest()
        write_about(
            book,
            looks,
            (
                *_about(document, imprint),
                ("数据 SHA-256", digest),
                ("核验地址", f"{site}/verify/{digest}/"),
                ("使用许可", licence),
                ("单位", "各表以万元列示，保留两位小数；收支明细以元列示。"),
            ),
        )
    return file.getvalue()


def _about(document: Document, imprint: Imprint) -> tuple[tuple[str, str], ...]:
    return (
        ("名称", document.name),
        ("编码", document.code),
        ("年度", f"{document.year}"),
        ("版本", f"第 {imprint.version} 版"),
        ("公开日期", imprint.published_on.isoformat()),
        ("更正说明", imprint.note or "无"),
    )
