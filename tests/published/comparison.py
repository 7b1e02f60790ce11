"""When two printed texts are the same: figures and words count, layout does not."""

import re

WIDE = str.maketrans({"(": "（", ")": "）", ":": "：", ";": "；", ",": "，"})


def comparable(text: str) -> str:
    """The text without layout: no bullet, no white space, full-width punctuation.

    The original was extracted from a PDF, which mixes half- and full-width brackets, breaks lines
    inside words and spaces figures unevenly. A comma or colon between two digits belongs to a
    figure and stays as it is.
    """
    unspaced = re.sub(r"\s+", "", text.removeprefix("- "))
    return re.sub(r"(?<!\d)[,:]|[,:](?!\d)|[();]", lambda mark: mark[0].translate(WIDE), unspaced)
