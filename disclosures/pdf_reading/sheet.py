"""One sheet of a PDF drawn again in thought: its marks, with clips and lines kept in mind."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pikepdf

from .glyphs import (
    CROSSING,
    DEPTH,
    EVERYWHERE,
    HEIGHT,
    UNSEEN,
    Area,
    Box,
    Font,
    Marked,
    Matrix,
    Rules,
    codes,
    faults_of,
)

STRAIGHT: Final = 0.05
WHITE: Final = 0.95
INVISIBLE: Final = 3
PLAIN: Final = "BDC EMC Tf Tj TJ Tm Tr q Q cm re m l c W n S f rg g"
Operands = Any


class Sheet:
    """The pen that goes over a page, and what it leaves."""

    def __init__(self, page: pikepdf.Page, number: int, fonts: Mapping[str, Font]) -> None:
        self.marks: dict[int, Marked] = {}
        self._number, self._fonts = number, fonts
        left, bottom, right, top = map(float, page.mediabox)
        self._area: Area = (left, bottom, right, top)
        self._upright, self._level = Rules(), Rules()
        self._matrix: Matrix = (1, 0, 0, 1, 0, 0)
        self._clip: Area = EVERYWHERE
        self._is_white, self._is_faint, self._mode = False, False, 0
        self._states: list[tuple[Matrix, Area, bool, bool]] = []
        self._path: list[tuple[float, float]] = []
        self._is_clip = False
        self._mark: Marked | None = None
        self._font, self._size = Font(page.obj), 0.0
        self._text: Matrix = self._matrix
        self._faint = _faint(page)
        self._draw(page)

    def _draw(self, page: pikepdf.Page) -> None:
        steps: dict[str, Callable[[Operands], None]] = {
            "BDC": self._begin, "EMC": self._end, "Tf": self._choose, "Tm": self._place,
            "Tj": self._show, "TJ": self._show, "Tr": self._set_mode, "q": self._keep,
            "Q": self._go_back, "cm": self._move, "re": self._rectangle, "m": self._point,
            "l": self._point, "c": self._curve, "W": self._start_clip, "n": self._finish,
            "f": self._finish, "S": self._stroke, "rg": self._colour, "g": self._colour,
            "gs": self._set_state,
        }  # fmt: skip
        wanted = f"{PLAIN} gs" if self._faint else PLAIN
        for instruction in pikepdf.parse_content_stream(page, wanted):
            steps[str(instruction.operator)](instruction.operands)
        for rules in (self._upright, self._level):
            rules.lines.sort()
        for mark in self.marks.values():
            if any(map(self._is_crossed, mark.boxes)):
                mark.faults.add(CROSSING)

    def _is_crossed(self, box: Box) -> bool:
        left, bottom, right, top = box.area
        across, along = (left, right), (bottom, top)
        return self._upright.cross(across, along) or self._level.cross(along, across)

    def _begin(self, operands: Operands) -> None:
        number = operands[1].get("/MCID")
        self._mark = None if number is None else self.marks.setdefault(int(number), Marked())

    def _end(self, _: Operands) -> None:
        self._mark = None

    def _choose(self, operands: Operands) -> None:
        self._font, self._size = self._fonts[str(operands[0])], float(operands[1])

    def _place(self, operands: Operands) -> None:
        self._text = _times(tuple(map(float, operands)), self._matrix)

    def _set_mode(self, operands: Operands) -> None:
        self._mode = int(operands[0])

    def _show(self, operands: Operands) -> None:
        if (mark := self._mark) is None:
            return
        letters, widths, moved = self._font.letters, self._font.widths, 0.0
        text = []
        for code in codes(operands[0]):
            if isinstance(code, int):
                text.append(letters.get(code, "\ufffd"))
                moved += widths.get(code, 1000)
            else:
                moved -= code
        start, size = self._text, self._size
        self._text = _times((1, 0, 0, 1, moved * size / 1000, 0), start)
        corners = (_at(start, 0, DEPTH * size), _at(self._text, 0, HEIGHT * size))
        area = _around(*corners)
        mark.text += "".join(text)
        mark.boxes.append(Box(self._number, area))
        mark.faults.update(faults_of(area, self._area, self._clip))
        if self._is_white or self._is_faint or self._mode == INVISIBLE:
            mark.faults.add(UNSEEN)

    def _keep(self, _: Operands) -> None:
        self._states.append((self._matrix, self._clip, self._is_white, self._is_faint))

    def _go_back(self, _: Operands) -> None:
        self._matrix, self._clip, self._is_white, self._is_faint = self._states.pop()

    def _move(self, operands: Operands) -> None:
        self._matrix = _times(tuple(map(float, operands)), self._matrix)

    def _point(self, operands: Operands) -> None:
        self._path.append(_at(self._matrix, float(operands[0]), float(operands[1])))

    def _curve(self, operands: Operands) -> None:
        self._point(operands[4:])

    def _rectangle(self, operands: Operands) -> None:
        left, top, width, height = map(float, operands)
        self._path += (
            _at(self._matrix, left, top),
            _at(self._matrix, left + width, top + height),
        )

    def _start_clip(self, _: Operands) -> None:
        self._is_clip = True

    def _finish(self, _: Operands) -> None:
        if self._is_clip and self._path:
            left, bottom, right, top = _around(*self._path)
            held = self._clip
            self._clip = (
                *(max(left, held[0]), max(bottom, held[1])),
                *(min(right, held[2]), min(top, held[3])),
            )
        self._path, self._is_clip = [], False

    def _stroke(self, operands: Operands) -> None:
        if len(self._path) == 2:
            left, bottom, right, top = _around(*self._path)
            if right - left < STRAIGHT:
                self._upright.lines.append((left, bottom, top))
            elif top - bottom < STRAIGHT:
                self._level.lines.append((bottom, left, right))
        self._finish(operands)

    def _colour(self, operands: Operands) -> None:
        self._is_white = min(map(float, operands)) > WHITE

    def _set_state(self, operands: Operands) -> None:
        self._is_faint = self._faint.get(str(operands[0]), self._is_faint)


def _faint(page: pikepdf.Page) -> dict[str, bool]:
    """Which graphics states let what is under the ink shine through; none if there is none."""
    states = page.Resources.get("/ExtGState", pikepdf.Dictionary())
    faint = {name: float(one.ca) < WHITE for name, one in states.items() if "/ca" in one}
    return faint if any(faint.values()) else {}


def _times(one: Any, other: Matrix) -> Matrix:  # noqa: ANN401 - six numbers of an operator
    a, b, c, d, e, f = one
    p, q, r, s, x, y = other
    return (
        *(a * p + b * r, a * q + b * s),
        *(c * p + d * r, c * q + d * s),
        *(e * p + f * r + x, e * q + f * s + y),
    )


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _around(*points: tuple[float, float]) -> Area:
    across, along = zip(*points, strict=True)
    return min(across), min(along), max(across), max(along)
