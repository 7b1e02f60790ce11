"""Every text that staff typed and the disclosure prints, with where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Literal

from disclosures.budget.document import Document
from disclosures.budget.entries import Indicator, Project, Submission

# Prose ends in a full stop of its own; a reason or use stands inside a sentence.
Kind = Literal["prose", "reason", "use", "basis", "contact", "phrase"]

PROJECT_FIELDS: tuple[tuple[str, str, Kind], ...] = (
    ("policy_basis", "设立的政策依据", "basis"),
    ("undertaken_by", "项目承担单位", "phrase"),
    ("allocation", "资金分配情况", "prose"),
    ("contact", "项目负责科室", "contact"),
    ("goal", "项目总体目标", "prose"),
)
INDICATOR_TEXTS = tuple(field.name for field in fields(Indicator) if field.name != "weight")


@dataclass(frozen=True, slots=True)
class Text:
    """Words that staff typed: their address, what the place is called, what they are."""

    place: str
    label: str
    words: str
    kind: Kind = "phrase"
    key: str = ""


def texts(entered: Submission, document: Document) -> Iterator[Text]:
    """All of them that are not empty, in printed order."""
    for text in _all(entered, document):
        if text.words.strip():
            yield text


def _all(entered: Submission, document: Document) -> Iterator[Text]:
    for number, duty in enumerate(entered.duties, 1):
        yield Text(f"duties/{number}", f"主要职能第 {number} 项", duty, "prose")
    for number, office in enumerate(entered.offices, 1):
        yield Text(f"offices/{number}", f"内设科室第 {number} 个", office)
    yield from _explanations(document)
    for number, move in enumerate(document.reclassifications, 1):
        place = f"reclassification/{move.before.unit}"
        yield Text(place, f"第 {number} 条科目调整的说明", move.note)
    for words in entered.other_matters.splitlines():
        yield Text("other_matters", "其他需说明的事项", words, "prose")
    yield Text("target/goal", "年度绩效目标", entered.target.goal, "prose")
    yield Text("target/contact", "部门联系人", entered.target.contact, "contact")
    yield Text("target/telephone", "联系电话", entered.target.telephone)
    yield from _indicators("target", "整体绩效", entered.target.indicators)
    for project in entered.projects:
        yield from _project(project)
    for number, term in enumerate(entered.terms, 1):
        yield Text(f"terms/{number}", f"名词“{term.name}”", term.name)
        yield Text(f"terms/{number}", f"名词“{term.name}”的解释", term.definition, "prose")


def _explanations(document: Document) -> Iterator[Text]:
    for section in document.sections:
        for number, paragraph in enumerate(section.paragraphs, 1):
            for owed in paragraph.owed:
                kind: Kind = "use" if owed.key.startswith("use/") else "reason"
                place = f"s{section.number}/{number}/{owed.key}"
                yield Text(place, owed.label, owed.wording, kind, owed.key)


def _project(project: Project) -> Iterator[Text]:
    place = f"project/{project.unit}/{project.name}"
    yield Text(f"{place}/name", "项目名称", project.name)
    for name, label, kind in PROJECT_FIELDS:
        words: str = getattr(project, name)
        yield Text(f"{place}/{name}", f"项目“{project.name}”的{label}", words, kind)
    yield from _indicators(place, f"项目“{project.name}”", project.indicators)


def _indicators(place: str, whose: str, indicators: tuple[Indicator, ...]) -> Iterator[Text]:
    for number, indicator in enumerate(indicators, 1):
        # One text an indicator: a line break keeps its fields from running into each other.
        words = "\n".join(getattr(indicator, name) for name in INDICATOR_TEXTS)
        yield Text(f"{place}/indicators/{number}", f"{whose}第 {number} 条指标", words)
