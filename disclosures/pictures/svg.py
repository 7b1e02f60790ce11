"""A drawing as SVG: shapes and words only, no style, no script, the same on page and paper."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from .lettering import LINE, SIZE
from .shapes import WIDTH, Band, Bar, Drawing, Picture, Tone, Words

INK = "#23201b"
LOOK: Mapping[Tone, Mapping[str, str]] = {
    "solid": {"fill": "#9b1b1e"},
    "outlined": {"fill": "#f3ead8", "stroke": "#6b6254"},
}
BAND = {"fill": "#d9c9ab", "stroke": "#8f8675", "stroke-width": ".5", "fill-opacity": ".75"}
BASELINE = 0.86  # of the size: how far below the top of a line its letters stand


def svg(picture: Picture) -> str:
    """The element, named and described for who does not see it; empty without a drawing."""
    if picture.drawing is None:
        return ""
    name, said = f"picture-{picture.key}-name", f"picture-{picture.key}-said"
    view = f"0 0 {_number(WIDTH)} {_number(picture.drawing.height)}"
    root = Element("svg", {"viewBox": view, "role": "img", "aria-labelledby": f"{name} {said}"})
    SubElement(root, "title", id=name).text = picture.title
    SubElement(root, "desc", id=said).text = picture.sentence
    _fill(root, picture.drawing)
    return tostring(root, encoding="unicode")


def _fill(root: Element, drawing: Drawing) -> None:
    bands = SubElement(root, "g", BAND) if drawing.bands else root
    for band in drawing.bands:
        SubElement(bands, "path", d=_path(band))
    for bar in drawing.bars:
        SubElement(root, "rect", _rectangle(bar))
    for axis in drawing.axes:
        ends = {"x1": axis.x, "y1": axis.y, "x2": axis.right, "y2": axis.bottom}
        SubElement(root, "line", {"stroke": INK, **_numbers(ends)})
    words = SubElement(root, "g", {"font-size": _number(SIZE), "fill": INK})
    for one in drawing.words:
        _write(words, one)


def _rectangle(bar: Bar) -> dict[str, str]:
    box = bar.box
    places = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    return {**_numbers(places), **LOOK[bar.tone]}


def _path(band: Band) -> str:
    """Upper edge there, lower edge back, each a curve that leaves and arrives level."""
    left, right, middle = map(_number, (band.left, band.right, (band.left + band.right) / 2))
    start, end = _number(band.start), _number(band.end)
    low_start, low_end = _number(band.start + band.thickness), _number(band.end + band.thickness)
    there = f"M{left} {start}C{middle} {start} {middle} {end} {right} {end}"
    return f"{there}V{low_end}C{middle} {low_end} {middle} {low_start} {left} {low_start}Z"


def _write(parent: Element, words: Words) -> None:
    look: dict[str, str] = {} if words.anchor == "start" else {"text-anchor": words.anchor}
    if words.is_strong:
        look["font-weight"] = "600"
    for place, line in enumerate(words.lines):
        y = words.y + LINE * place + SIZE * BASELINE
        SubElement(parent, "text", {**_numbers({"x": words.x, "y": y}), **look}).text = line


def _numbers(values: Mapping[str, float]) -> dict[str, str]:
    return {name: _number(value) for name, value in values.items()}


def _number(value: float) -> str:
    """Two decimals at most: finer than any screen, short to send."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
