"""Numbers and addresses that belong to a person, found in text however they are spelled."""

import re
import unicodedata
from collections.abc import Callable, Iterator

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣", "-"))
NUMERALS = str.maketrans("〇○零幺一二三四五六七八九壹贰叁肆伍陆柒捌玖", "0001123456789123456789")
NUMERAL = "[〇○零幺一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
# A mobile or ID number in words; a name such as 张三 may stand right before it.
IN_WORDS = re.compile(
    f"[幺一壹][三四五六七八九叁肆伍陆柒捌玖]{NUMERAL}{{9}}(?!{NUMERAL})|{NUMERAL}{{17}}(?:{NUMERAL}|[Xx])"
)

# Digits in a row, two spaces or hyphens at most between them; an ID number may end in X.
RUN = re.compile(r"(?<!\d)(?<!\d\.)\d(?:[ -]{0,2}\d)*(?:[ -]?[Xx](?![A-Za-z]))?")
DOTTED = re.compile(r"(?<![\d.])(1[3-9]\d)[./·•_](\d{4})[./·•_](\d{4})(?![./]?\d)")
# What follows an amount or an area: then the digits before it are no number of a person.
MEASURE = re.compile(r"\.\d|\s*(?:[万亿]?元|平方|公顷|亩|[kK]?[mM]2|%|公里|千米|立方)")
MOBILE = re.compile(r"(?:0|86|086|0086)?(1[3-9]\d{9})")
SPACED = re.compile(r"(?<!\d)1[3-9]\d[ -]{1,2}\d{4}[ -]{1,2}\d{4}(?!\d)")
ID_NUMBER = re.compile(r"[1-9]\d{16}[\dXx]")
CARD = re.compile(r"(?:62|60|9558|9559|4|5[1-5])\d+")
CARD_LENGTHS = range(16, 20)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
# Mail for anybody: an address there is a person's, not an office's.
E_MAIL = re.compile(
    r"[\w.+-]+\s?@\s?(?:vip\.)?(?:qq|foxmail|163|126|yeah|188|139|189|wo|sina|sohu|tom|21cn|aliyun|"
    r"gmail|googlemail|outlook|hotmail|live|msn|icloud|me|yahoo|ymail|proton|protonmail)"
    r"\.(?:com\.cn|com|cn|net|me)(?![\w.])",
    re.ASCII | re.IGNORECASE,
)


def identifiers(words: str) -> Iterator[tuple[str, str]]:
    """What is found, as (kind, the digits or the address), each once."""
    text = _plain(words)
    found: dict[str, str] = {}
    for number in _numbers(text):
        for kind, is_one in KINDS:
            if is_one(number):
                found.setdefault(_bare(number), kind)
                break
    for address in E_MAIL.findall(text):
        found.setdefault(address, "个人电子邮箱")
    for what, kind in found.items():
        yield kind, what


def masked(what: str) -> str:
    """A finding names a number without publishing it: 138****8000."""
    return f"{what[:3]}****{what[-4:]}"


def _plain(words: str) -> str:
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", words)).translate(DASHES)
    return IN_WORDS.sub(lambda found: found[0].translate(NUMERALS), text)


def _numbers(text: str) -> Iterator[str]:
    """Candidates: a run of digits as a whole, and its parts where several stand in a row."""
    for run in RUN.finditer(text):
        if MEASURE.match(text, run.end()):
            continue
        yield re.sub("[ -]", "", run[0])
        yield from re.split("[ -]+", run[0])
        for number in SPACED.findall(run[0]):
            yield re.sub("[ -]", "", number)
    for parts in DOTTED.findall(text):
        yield "".join(parts)


def _bare(number: str) -> str:
    mobile = MOBILE.fullmatch(number)
    return mobile[1] if mobile else number


def is_mobile_number(number: str) -> bool:
    """1, 3 to 9, nine digits; perhaps behind +86 or 0."""
    return MOBILE.fullmatch(number) is not None


def is_id_number(number: str) -> bool:
    """18 characters, the last the check digit of the others (GB 11643, ISO 7064 mod 11-2)."""
    if not ID_NUMBER.fullmatch(number):
        return False
    checksum = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False))
    return number[-1].upper() == CHECK_DIGITS[checksum % 11]


def is_bank_card(number: str) -> bool:
    """16 to 19 digits of a card issuer, right by Luhn's rule."""
    if len(number) not in CARD_LENGTHS or not CARD.fullmatch(number):
        return False
    doubled = (int(digit) * 2 for digit in number[-2::-2])
    kept = sum(int(digit) for digit in number[::-2])
    return (kept + sum(digit - 9 if digit > 9 else digit for digit in doubled)) % 10 == 0


KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("手机号码", is_mobile_number),
    ("身份证号码", is_id_number),
    ("银行卡号", is_bank_card),
)
