"""Large type (适老化) and high contrast: asked for in the address, carried by its links.

Nothing is kept on the reader's device: no cookie, no script. A page is rendered, and kept, in
its usual form; who asks for another gets the same page dressed on its way out.
"""

import re
from collections.abc import Mapping
from html import escape
from typing import Final

Modes = Mapping[str, str]
# Parameter of the address -> the value that asks for it, which is also the class of the page.
MODES: Final[Modes] = {"size": "large", "contrast": "high"}

LINK: Final = re.compile(
    r'(?<= href=")(?!//|/static/|/admin/)(?:/(?:[^"#?]*/)?|(?=\?))(\?[^"#]*)?(?=[#"])'
)
FORM: Final = re.compile(r'<form(?![^>]*method="post")[^>]*>')


def dressed(html: str, modes: Modes, sheet: str) -> str:
    """The page in the modes, with the style sheet that knows them, its links and forms too."""
    fields = "".join(f'<input type="hidden" name="{name}" value="{modes[name]}">' for name in modes)
    html = LINK.sub(lambda link: carrying(link[0], modes), html)
    html = FORM.sub(lambda form: form[0] + fields, html)
    html = html.replace("<html ", f'<html class="{" ".join(modes.values())}" ', 1)
    return html.replace("</head>", f'<link rel="stylesheet" href="{escape(sheet)}">\n</head>', 1)


def carrying(link: str, modes: Modes, separator: str = "&amp;") -> str:
    """A link to a page, as it stands in HTML, that keeps the modes it does not set itself."""
    for name, value in modes.items():
        if f"{name}=" not in link:
            link += f"{separator if '?' in link else '?'}{name}={value}"
    return link
