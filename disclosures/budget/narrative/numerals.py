"""Chinese numerals of headings: 一, 二 … 十二 … 一百零三 … 一千零二十."""

DIGITS = "零一二三四五六七八九"
PLACES = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))


def numeral(number: int) -> str:
    """A number from 1 to 9,999 as headings count it; a larger one stays in figures."""
    if number >= 10_000:
        return str(number)
    words, gap = "", False
    for value, place in PLACES:
        digit, number = divmod(number, value)
        if digit:
            words += ("零" if gap else "") + DIGITS[digit] + place
        gap = bool(words) and not digit
    return words.removeprefix("一") if words.startswith("一十") else words
