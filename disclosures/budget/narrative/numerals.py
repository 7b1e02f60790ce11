"""Chinese numerals of headings: 一, 二 … 十二 … 一百零三."""

DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """A number from 1 to 999 as headings count it."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    words = f"{DIGITS[hundreds]}百"
    if not rest:
        return words
    return words + (f"零{DIGITS[rest]}" if rest < 10 else _below_hundred(rest, full=True))


def _below_hundred(number: int, *, full: bool = False) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    first = "" if tens == 1 and not full else DIGITS[tens]
    return f"{first}十{DIGITS[ones] if ones else ''}"
