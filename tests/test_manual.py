"""The manual (操作手册) names pictures that exist and words that the screens show."""

import re
from collections.abc import Iterator
from pathlib import Path

import django
import pytest

ROOT = Path(__file__).resolve().parents[1]
MANUAL = ROOT / "docs" / "操作手册"
CHAPTERS = sorted(MANUAL.glob("*.md"))
# Between the words of a name: figures, and what stands for a figure or a name.
FILLED_IN = re.compile(r"[\d…N ]+")
DJANGO = "contrib/{}/locale/zh_Hans/LC_MESSAGES/django.po"
LARGEST, LARGEST_OF_ALL = 150_000, 1_500_000


def named() -> set[str]:
    """The pictures that the chapters show."""
    return {
        name
        for chapter in CHAPTERS
        for name in re.findall(r"\]\((images/[^)]+)\)", chapter.read_text(encoding="utf-8"))
    }


def pictures() -> list[Path]:
    return sorted((MANUAL / "images").iterdir())


def sources() -> Iterator[Path]:
    yield from (ROOT / "templates").rglob("*.html")
    yield from (ROOT / "disclosures").rglob("*.py")
    yield from (ROOT / "disclosures").rglob("*.po")
    yield from (ROOT / "static" / "js").rglob("*.js")
    for app in ("admin", "auth"):
        yield Path(django.__file__).parent / DJANGO.format(app)


@pytest.fixture(scope="module")
def shown() -> str:
    """All words that a screen of the desk may show."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sources())


def test_every_picture_is_shown_and_every_picture_shown_exists() -> None:
    assert named() == {f"images/{picture.name}" for picture in pictures()}


def test_the_pictures_are_small() -> None:
    sizes = [picture.stat().st_size for picture in pictures()]

    assert max(sizes) <= LARGEST
    assert sum(sizes) <= LARGEST_OF_ALL


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: str(chapter.stem))
def test_every_name_in_corner_brackets_stands_on_a_screen(chapter: Path, shown: str) -> None:
    names = set(re.findall("「([^」]+)」", chapter.read_text(encoding="utf-8")))

    strange = {name for name in names for part in FILLED_IN.split(name) if part not in shown}

    assert strange == set()


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: str(chapter.stem))
def test_every_link_leads_to_a_heading_that_exists(chapter: Path) -> None:
    text = chapter.read_text(encoding="utf-8")

    for target, heading in re.findall(r"\]\(([^)#]+\.md)(?:#([^)]+))?\)", text):
        linked = (MANUAL / target).read_text(encoding="utf-8")
        assert not heading or re.search(rf"^#+ {heading}$", linked, re.MULTILINE)
