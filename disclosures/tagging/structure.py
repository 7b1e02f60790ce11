"""The elements of a document as they stand on its pages, each once."""

from dataclasses import dataclass, field
from typing import Any, Final

import pydyf

# Boxes and elements of WeasyPrint, which has no types.
Box = Any
Element = Any

SVG: Final = "{http://www.w3.org/2000/svg}svg"
ROLES: Final = {
    "header": "Div",
    "div": "Div",
    "section": "Sect",
    "footer": "Div",
    "nav": "TOC",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "p": "P",
    "a": "Link",
    SVG: "Figure",
    "table": "Table",
    "caption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "img": "Figure",
}


@dataclass(eq=False, slots=True)
class Node:
    """An element of the structure and what stands in it, in reading order."""

    role: str
    element: Element
    kids: list[Any] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Marked content: its page and its number there."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """The active rectangle of a link on a page."""

    page: int
    written: Any


@dataclass(slots=True)
class Structure:
    """The elements while the boxes of the pages are gone through."""

    top: Node = field(default_factory=lambda: Node("Document", None))
    nodes: dict[Element, Node] = field(default_factory=dict)
    marks: list[list[Node]] = field(default_factory=list)
    links: list[tuple[Node, Annotation]] = field(default_factory=list)

    def add_page(self, page: Any, tags: dict[Box, dict[str, int]]) -> None:  # noqa: ANN401
        """Put what a page shows where its elements belong; ``tags`` are its marks."""
        number = len(self.marks)
        self.marks.append([self.top] * len(tags))
        for box in page._page_box.children:
            self._add(box, self.top, number, tags)

    def _add(self, box: Box, parent: Node, page: int, tags: dict[Box, dict[str, int]]) -> None:
        box = _itself(box)
        if _is_repeated(box):
            return
        node = self._node(box.element, parent)
        if annotation := getattr(box, "link_annotation", None):
            self._link(node, Annotation(page, annotation))
        if box in tags:
            self._mark(node, box, Mark(page, tags[box]["mcid"]))
        for child in getattr(box, "children", ()):
            self._add(child, node, page, tags)

    def _node(self, element: Element, parent: Node) -> Node:
        """The place of an element; that of its parent where it has no role of its own."""
        role = None if element is None else ROLES.get(element.tag)
        if role is None or element is parent.element:
            return parent
        if element not in self.nodes:
            self.nodes[element] = Node("TOCI" if parent.role == "TOC" else role, element)
            parent.kids.append(self.nodes[element])
        return self.nodes[element]

    def _mark(self, node: Node, box: Box, mark: Mark) -> None:
        if node.page is None:
            node.page = mark.page
        node.kids.append(mark)
        self.marks[mark.page][mark.number] = node
        if node.role == "Figure":
            node.extra["Alt"] = pydyf.String(_alternative(node.element))
            node.attributes |= {"O": "/Layout", "Placement": "/Block"}
            node.attributes["box"] = (
                *(box.content_box_x(), box.content_box_y(), box.width, box.height),
            )

    def _link(self, node: Node, annotation: Annotation) -> None:
        # The box of what is generated after a link's text bears the link's own annotation again.
        if all(annotation.written is not known.written for _, known in self.links[-2:]):
            annotation.written["Contents"] = pydyf.String("".join(node.element.itertext()))
            node.kids.append(annotation)
            self.links.append((node, annotation))


def set_aside(document: Any) -> None:  # noqa: ANN401
    """Mark what only repeats: page numbers, and the head of a table on its further sheets."""
    seen: set[Element] = set()
    for page in document.pages:
        for box in page._page_box.children:
            _set_aside(_itself(box), seen)


def _set_aside(box: Box, seen: set[Element]) -> None:
    is_head = box.element_tag == "thead" and getattr(box, "is_header", False)
    if _is_in_margin(box) or (is_head and box.element in seen):
        _mark_repeated(box)
        return
    if is_head:
        seen.add(box.element)
    for child in getattr(box, "children", ()):
        _set_aside(_itself(child), seen)


def _mark_repeated(box: Box) -> None:
    box.is_repeated = True
    for child in getattr(box, "children", ()):
        _mark_repeated(_itself(child))


def _itself(box: Box) -> Box:
    """The box behind the placeholder of one that is positioned."""
    return getattr(box, "_box", box)


def _is_in_margin(box: Box) -> bool:
    return type(box).__name__ == "MarginBox"


def _is_repeated(box: Box) -> bool:
    return getattr(box, "is_repeated", False)


def _alternative(element: Element) -> str:
    title = element.find("{http://www.w3.org/2000/svg}title")
    return str(element.get("alt") or (title is not None and title.text) or "")
