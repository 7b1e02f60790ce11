"""A clerk's workbook of 300 lines, with the faults that clerks make."""

from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from .cells import many

HEAD = ["功能科目编码", "功能科目名称", "经济科目编码", "资金来源", "项目名称", "金额（元）"]
ROWS = 300
# By row and column of the grid: what stands in the workbook, and what it should have been.
WRONG_CODES = (
    (10, 1, "2019988", "2010350"),
    (100, 2, "39988", "30299"),
    (200, 1, "201", "2010399"),
)
WRONG_UNITS = ((50, 5, 15.05, "150500"), (150, 5, 1_500_000_000, "150000"))
TWICE = (ROWS, 1, "2010350")
# The columns of the workbook by those of the grid: names stand between the codes.
COLUMNS = {1: 1, 2: 3, 5: 6}


def with_three_hundred_lines(path: Path) -> Worksheet:
    """The workbook, written and read again: three wrong codes, two wrong units, one line twice."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(["2031 年部门预算明细"])
    sheet.append(HEAD)
    for functional, economic, source, _, amount in many(ROWS):
        yuan = float(amount.replace(",", ""))
        sheet.append([f"{functional}\n名称", "名称", economic, source, None, yuan])
    sheet.append(["合计", None, None, None, None, 1])
    for row, column, value, _ in (*WRONG_CODES, *WRONG_UNITS):
        sheet.cell(row + 2, COLUMNS[column], value)
    for column in (1, 3, 4):
        sheet.cell(ROWS + 2, column, sheet.cell(3, column).value)
    for row in range(3, ROWS + 4):
        sheet.cell(row, 6).number_format = "#,##0.00"
    sheet.merge_cells("A1:F1")
    made.save(path / "明细.xlsx")
    return load_workbook(path / "明细.xlsx").worksheets[0]
