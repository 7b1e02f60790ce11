"""The workbook as XLSX: the same contents give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from xlsxwriter import Workbook

from disclosures.budget.classification import FUNDING_SOURCES
from disclosures.models import Budget, Disclosure, EconomicCode, FunctionalCode

from . import layout, records
from .columns import Column, Kind, Use
from .records import Contents, Scope, anybody
from .refusal import RefusedError
from .sheets import ABOUT, EXPLANATIONS, LINE_ITEMS, Sheet, labels
from .values import TEXT_LIMIT, typed

# Any fixed day: a file that told when it was made would differ each time.
MADE_ON: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
# A spreadsheet keeps numbers in binary: more digits than these would come back as others.
EXACT_DIGITS: Final = 15
SPARE_ROWS: Final = 1_000
FORMATS: Final = {
    Kind.YUAN: "#,##0.00",
    Kind.AMOUNT: "#,##0.00",
    Kind.AREA: "#,##0.00",
    Kind.COUNT: "0",
    Kind.CHANGE: "0",
    Kind.WEIGHT: "0.##",
    Kind.DATE: "yyyy-mm-dd",
}


class _Book:
    """A workbook being written."""

    def __init__(self, file: io.BytesIO) -> None:
        self.book = Workbook(
            file,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            },
        )
        self.book.set_properties({"created": MADE_ON})
        head = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"}
        self.head = self.book.add_format({**head, "bg_color": "#D9E1F2"})
        self.required = self.book.add_format({**head, "bg_color": "#FCE4D6"})
        self.told = self.book.add_format({"text_wrap": True, "valign": "top", "color": "#595959"})
        self.title = self.book.add_format({"bold": True, "font_size": 14})
        plain = {"valign": "top", "text_wrap": True}
        self.formats = {
            kind: self.book.add_format({**plain, "num_format": FORMATS.get(kind, "@")})
            for kind in Kind
        }

    def add(self, name: str) -> Any:  # noqa: ANN401 - XlsxWriter has no types
        """A new sheet, printed across."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def put(self, sheet: Any, row: int, place: int, column: Column, text: str) -> None:  # noqa: ANN401
        """One value, as what it is: nothing that is text is ever taken for a formula."""
        form = self.formats[column.kind] if column.use is not Use.SHOWN else self.told
        value = text if column.kind is Kind.MARK else typed(column, text)
        if isinstance(value, Decimal | int) and _is_exact(Decimal(value)):
            sheet.write_number(row, place, value, form)
        elif column.kind is Kind.DATE and value:
            sheet.write_datetime(row, place, value, form)
        elif len(text.encode("utf-16-le")) // 2 > TEXT_LIMIT:
            message = (
                f"“{column.name}”超过表格单元格的 {TEXT_LIMIT} 字上限，请在系统中精简后再导出。"
            )
            raise RefusedError(message)
        elif text:
            sheet.write_string(row, place, labels(column).get(text, text), form)


def export(
    budget: Budget, *, template: bool = False, allows: Callable[[Disclosure], bool] = anybody
) -> bytes:
    """Everything of a budget, or the same sheets empty; see the sheet 说明 in it.

    The texts of a disclosure go along as far as ``allows`` says. Raises ``RefusedError`` where
    a text is too long for a cell.
    """
    scope = records.scope(budget, allows=allows)
    found = records.entered(scope)
    contents: Contents = {sheet.name: () for sheet in scope.sheets} if template else found
    functional = _names(FunctionalCode.objects.items(budget.year))
    economic = _names(EconomicCode.objects.items(budget.year))
    shown = {"functional_name": functional, "economic_name": economic}
    if scope.disclosure:
        shown["label"] = records.asked(scope.disclosure)
    file = io.BytesIO()
    book = _Book(file)
    _write_about(book, scope, "" if template else records.fingerprint(found))
    for sheet in scope.sheets:
        write = _write_form if sheet.is_form else _write_table
        write(book, sheet, list(_completed(sheet, contents[sheet.name], shown)))
    for name, codes in layout.CODE_LISTS.items():
        listed = {layout.FUNCTIONAL: functional, layout.ECONOMIC: economic}.get(name)
        _write_codes(book, name, codes, (listed or _sources()).items())
    book.book.close()
    return file.getvalue()


def _names(codes: Any) -> dict[str, str]:  # noqa: ANN401 - of either model
    return dict(codes.order_by("code").values_list("code", "name"))


def _sources() -> dict[str, str]:
    return {source.name: source.group.value for source in FUNDING_SOURCES}


def _is_exact(value: Decimal) -> bool:
    return len(value.normalize().as_tuple().digits) <= EXACT_DIGITS


def _completed(
    sheet: Sheet, found: Sequence[Mapping[str, str]], shown: Mapping[str, Mapping[str, str]]
) -> Iterable[Mapping[str, str]]:
    """The records with the names of their codes, and with a row for each reason still owed."""
    if sheet is LINE_ITEMS:
        for record in found:
            names = {
                "functional_name": shown["functional_name"].get(record["functional"], ""),
                "economic_name": shown["economic_name"].get(record["economic"], ""),
            }
            yield {**record, **names}
    elif sheet is EXPLANATIONS:
        labels = shown["label"]
        written = {record["key"]: record["wording"] for record in found}
        for key in {**labels, **written}:
            label = labels.get(key, "（正文目前不需要）")
            yield {"key": key, "label": label, "wording": written.get(key, "")}
    else:
        yield from found


def _write_about(book: _Book, scope: Scope, fingerprint: str) -> None:
    sheet = book.add(ABOUT)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    unit = scope.budget.unit
    values = {
        layout.UNIT_CODE: unit.code,
        layout.UNIT_NAME: unit.name,
        layout.YEAR: str(scope.budget.year),
        layout.ROLE: scope.budget.get_role_display(),
        layout.TEXTS: scope.texts,
        layout.FINGERPRINT: fingerprint or "空白模板",
    }
    sheet.write_string(0, 0, f"{unit.name} {scope.budget.year} 年预算工作簿", book.title)
    row = 2
    for label, value in (*values.items(), ("", ""), *layout.guidance(scope.sheets)):
        sheet.write_string(row, 0, label, book.head if label else None)
        sheet.write_string(row, 1, value, book.formats[Kind.TEXT])
        row += 1


def _write_table(book: _Book, sheet: Sheet, found: Sequence[Mapping[str, str]]) -> None:
    written = book.add(sheet.name)
    written.freeze_panes(1, 0)
    written.repeat_rows(0)
    last = len(found) + SPARE_ROWS
    for place, column in enumerate(sheet.written):
        head = book.required if column.is_required else book.head
        written.write_string(0, place, column.header, head)
        form = book.told if column.use is Use.SHOWN else book.formats[column.kind]
        written.set_column(place, place, column.width, form)
        if column.use is not Use.SHOWN:
            written.data_validation(1, place, last, place, layout.validation(column))
    for row, record in enumerate(found, 1):
        for place, column in enumerate(sheet.written):
            book.put(written, row, place, column, record[column.field])


def _write_form(book: _Book, sheet: Sheet, found: Sequence[Mapping[str, str]]) -> None:
    written = book.add(sheet.name)
    written.freeze_panes(1, 0)
    for place, (name, width) in enumerate((*layout.FORM_HEADERS.items(),)):
        written.write_string(0, place, name, book.head)
        written.set_column(place, place, width)
    for row, column in enumerate(sheet.written, 1):
        written.write_string(row, 0, column.header, book.head)
        written.write_string(row, 2, layout.hint(column), book.told)
        written.write_blank(row, 1, None, book.formats[column.kind])
        written.data_validation(row, 1, row, 1, layout.validation(column))
        if found:
            book.put(written, row, 1, column, found[0][column.field])


def _write_codes(
    book: _Book, name: str, headers: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> None:
    written = book.add(name)
    written.freeze_panes(1, 0)
    written.set_column(0, 1, 40, book.formats[Kind.TEXT])
    for row, cells in enumerate((headers, *rows)):
        for place, text in enumerate(cells):
            form = book.formats[Kind.TEXT] if row else book.head
            written.write_string(row, place, text, form)
