"""The structure of a document as objects of the PDF."""

from collections.abc import Sequence
from typing import Any

import pydyf

from .heads import name_heads
from .structure import Annotation, Mark, Node, Structure

# WeasyPrint and pydyf have no types.
Pdf = Any
PIXEL = 0.75


def add_tags(pdf: Pdf, document: Any, _: object, page_streams: Sequence[Any]) -> None:  # noqa: ANN401
    """Add the structure to the file, as WeasyPrint asks for it."""
    structure = Structure()
    for page, stream in zip(document.pages, page_streams, strict=True):
        structure.add_page(page, stream._tags)
    tables = (node for node in structure.nodes.values() if node.role == "Table")
    names = {
        name: cell
        for number, table in enumerate(tables, 1)
        for name, cell in name_heads(table, number)
    }
    _write(pdf, structure, names, [page.height for page in document.pages])
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


class _Writer:
    """Numbers the elements and writes them with their kids."""

    def __init__(self, pdf: Pdf, heights: Sequence[float]) -> None:
        self.pdf = pdf
        # A property of pydyf that is built anew each time.
        self.pages = pdf.page_references
        self.heights = heights
        self.references: dict[int, bytes] = {}

    def write(self, node: Node, parent: bytes) -> bytes:
        """Write an element below its parent; its reference."""
        written = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        self.pdf.add_object(written)
        reference: bytes = written.reference
        self.references[id(node)] = reference
        if node.page is not None:
            written["Pg"] = self.pages[node.page]
        written["K"] = pydyf.Array(self._kid(kid, node, reference) for kid in node.kids)
        for key, value in node.extra.items():
            written[key] = pydyf.String(value) if key == "ID" else value
        if node.attributes:
            written["A"] = self._attributes(node)
        return reference

    def _kid(self, kid: Node | Mark | Annotation, node: Node, reference: bytes) -> object:
        if isinstance(kid, Node):
            return self.write(kid, reference)
        page = self.pages[kid.page]
        if isinstance(kid, Annotation):
            return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.written.reference, "Pg": page})
        if kid.page == node.page:
            return kid.number
        return pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": kid.number})

    def _attributes(self, node: Node) -> Any:  # noqa: ANN401
        attributes = dict(node.attributes)
        if box := attributes.pop("box", None):
            left, top, width, height = (side * PIXEL for side in box)
            bottom = self.heights[node.page or 0] * PIXEL - top - height
            sides = (left, bottom, left + width, bottom + height)
            attributes["BBox"] = pydyf.Array(round(side, 2) for side in sides)
        return pydyf.Dictionary(attributes)


def _write(
    pdf: Pdf, structure: Structure, names: dict[str, Node], heights: Sequence[float]
) -> None:
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    writer = _Writer(pdf, heights)
    root["K"] = pydyf.Array([writer.write(structure.top, root.reference)])
    known = writer.references
    parents: list[object] = []
    for number, marks in enumerate(structure.marks):
        parents += [number, pydyf.Array(known[id(node)] for node in marks)]
    for number, (node, annotation) in enumerate(structure.links, len(structure.marks)):
        annotation.written["StructParent"] = number
        parents += [number, known[id(node)]]
    root["ParentTree"] = _added(pdf, {"Nums": pydyf.Array(parents)})
    root["ParentTreeNextKey"] = len(structure.marks) + len(structure.links)
    if names:
        listed = [item for name in sorted(names) for item in _entry(name, known[id(names[name])])]
        root["IDTree"] = _added(pdf, {"Names": pydyf.Array(listed)})
    pdf.catalog["StructTreeRoot"] = root.reference


def _entry(name: str, reference: bytes) -> tuple[object, bytes]:
    return pydyf.String(name), reference


def _added(pdf: Pdf, content: dict[str, object]) -> bytes:
    written = pydyf.Dictionary(content)
    pdf.add_object(written)
    reference: bytes = written.reference
    return reference
