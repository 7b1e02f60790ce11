"""The text desk (正文编写): the whole document as it is read, with fields where staff write."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse

from disclosures.entry.sent import UNREADABLE
from disclosures.entry.wording import (
    LINES,
    Outcome,
    Sent,
    Texts,
    is_place,
    last_year,
    owed,
    save,
    standing,
)
from disclosures.models import Comment, Disclosure, Explanation
from disclosures.publication import Draft

from .columns import address
from .manuscript import ORGANISATION, Field, Manuscript
from .places import FIELD, Way, places
from .scoped import named, person

Register = ModelAdmin[Disclosure]
FOLDER: Final = "admin/disclosures/disclosure"
JSON: Final = {"ensure_ascii": False, "separators": (",", ":")}
NOTHING: Final[Mapping[str, Outcome]] = MappingProxyType({})
PREFIX: Final = FIELD.removeprefix("id_")
PROPOSED: Final = "上年措辞，尚未保存：请按今年的情况改写，或按“保存”确认。"
LEFT: Final = {
    "conflict": "有 {count} 处他人已先写了别的内容，没有保存；两种文字都在下面，请逐处选定。",
    "fault": "有 {count} 处过长，没有保存，请按提示缩短。",
}


def text_desk(
    request: HttpRequest, register: Register, disclosure: Disclosure, draft: Draft
) -> HttpResponse:
    """The document to read, and to write for whom may change it."""
    user = person(request)
    may_write = all(
        user.has_perm(named("change", model), disclosure) for model in (Explanation, Disclosure)
    )
    if request.method != "POST":
        made = _manuscript(disclosure, draft, last_year(disclosure))
        return _page(request, register, made, may_write=may_write)
    if not may_write:
        raise PermissionDenied
    try:
        sent = _sent(request)
    except (ValueError, RecursionError):
        return JsonResponse({"message": UNREADABLE}, status=400, json_dumps_params=JSON)
    if "fill" in request.POST:
        return _filled(request, register, disclosure, draft, sent)
    return _saved(request, register, disclosure, draft, sent)


def _sent(request: HttpRequest) -> Sent:
    """What the page sends; raises ``ValueError`` for what no page sends."""
    seen = json.loads(request.POST.get("seen", ""))
    if not isinstance(seen, dict) or not all(isinstance(one, str) for one in seen.values()):
        raise ValueError("seen")
    texts = {
        name.removeprefix(PREFIX): str(text)
        for name, text in request.POST.items()
        if name.startswith(PREFIX)
    }
    return Sent(_at_places(texts), _at_places(seen))


def _at_places(texts: Texts) -> Texts:
    """The texts that have a place, in signs that can be sent back."""
    return {
        place: text.encode("utf-8", "replace").decode()
        for place, text in texts.items()
        if is_place(place)
    }


def _filled(
    request: HttpRequest, register: Register, disclosure: Disclosure, draft: Draft, sent: Sent
) -> HttpResponse:
    """The page as it was, with a text put into one field; nothing is saved."""
    source, _, place = request.POST["fill"].partition("/")
    made = _manuscript(disclosure, draft, last_year(disclosure))
    is_proposed = source == "last"
    typed = dict(sent.texts)
    if is_place(place):
        typed[place] = (made.offers if is_proposed else made.stored).get(place, "")
    shown = replace(made, typed=typed, proposed=place if is_proposed else "")
    return _page(request, register, shown, may_write=True, seen=sent.seen)


def _saved(
    request: HttpRequest, register: Register, disclosure: Disclosure, draft: Draft, sent: Sent
) -> HttpResponse:
    """Save, and answer as the script or the plain form asks for it."""
    came = save(disclosure, sent)
    # The draft is made only now that everything is saved.
    labels = {**LINES, **{one.key: one.label for one in owed(draft.document)}}
    is_stale = any(one.is_conflict for one in came.values())
    status = 409 if is_stale else 200
    if not request.accepts("text/html"):
        told = _told(_manuscript(disclosure, draft, {}, came))
        return JsonResponse(told, status=status, json_dumps_params=JSON)
    _tell(request, came, labels)
    refused = {place: sent.texts[place] for place, one in came.items() if one.is_refused}
    if not refused:
        return HttpResponseRedirect(request.path)
    made = replace(_manuscript(disclosure, draft, last_year(disclosure), came), typed=refused)
    return _page(request, register, made, may_write=True, status=status)


def _tell(request: HttpRequest, came: Mapping[str, Outcome], labels: Mapping[str, str]) -> None:
    """How many texts are saved, what was mended in them, and how many are not saved."""
    changed = sum(one.is_changed for one in came.values())
    if changed:
        messages.success(request, f"已保存 {changed} 处。")
    for place, one in came.items():
        if one.notes:
            messages.info(request, f"{labels.get(place, place)}：{''.join(one.notes)}")
    counts = {
        "conflict": sum(one.is_conflict for one in came.values()),
        "fault": sum(bool(one.fault) for one in came.values()),
    }
    for kind, count in counts.items():
        if count:
            messages.error(request, LEFT[kind].format(count=count))


def _told(made: Manuscript) -> dict[str, Any]:
    """What the script is told: what stands at each place now, and the parts of the page anew."""
    return {
        "texts": {
            place: {
                "stored": one.stored,
                "is_conflict": one.is_conflict,
                "is_refused": one.is_refused,
            }
            for place, one in made.outcomes.items()
        },
        "live": dict(_live(made)),
        "stamp": made.stamp,
    }


def _live(made: Manuscript) -> Iterator[tuple[str, str]]:
    """The parts of the page that a save may change, each rendered by the page's own template."""
    found = made.found()
    regions = [*LINES, *(one.place for one in made.glossary() if one.place)]
    for chapter in made.chapters():
        regions += [chapter.place, *(passage.place for passage in chapter.passages)]
    for region in regions:
        said = found.get(region, [])
        yield region, render_to_string(f"{FOLDER}/_said.html", {"found": said}) if said else ""
    for place in made.outcomes:
        yield f"at {place}", _part("_text_outcome.html", field=made.field(place))
    yield "findings", _part("_text_findings.html", said=made.said)
    yield ORGANISATION, _part("_text_passages.html", passages=made.organisation())


def _part(name: str, **context: object) -> str:
    return render_to_string(f"{FOLDER}/{name}", context)


def _manuscript(
    disclosure: Disclosure,
    draft: Draft,
    offers: Texts,
    outcomes: Mapping[str, Outcome] = NOTHING,
) -> Manuscript:
    document = draft.document
    known = places(disclosure, tuple(section.number for section in document.sections))
    stored = standing(disclosure)
    return Manuscript(document, known, stored, offers, draft.findings, outcomes=outcomes)


def _page(
    request: HttpRequest,
    register: Register,
    made: Manuscript,
    *,
    may_write: bool,
    seen: Texts | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; ``seen`` is what its fields are compared with, unless it is what is stored."""
    disclosure, document = made.places.disclosure, made.document
    chapters, asked = made.chapters(), owed(document)
    fields = [made.field(one.key, one.label) for one in asked]
    known = {*LINES, *(one.key for one in asked)}
    tables = f"{address(Disclosure, 'preview', disclosure.pk)}#t"
    context = {
        **register.admin_site.each_context(request),
        "title": str(disclosure),
        "subtitle": "正文编写",
        "opts": Disclosure._meta,
        "original": disclosure,
        "document": document,
        "may_write": may_write,
        "seen": json.dumps({**made.stored, **(seen or {})}, ensure_ascii=False),
        "stamp": made.stamp,
        "proposal": PROPOSED,
        "chapters": chapters,
        "organisation": made.organisation(),
        "others": made.others(),
        "glossary": tuple(made.glossary()),
        "said": made.said,
        "comments": _comments(made),
        "review": address(Disclosure, "review", disclosure.pk),
        "found": made.found(),
        "fields": {name: made.field(name) for name in LINES},
        "beside": {name: (made.field(name),) for name in LINES},
        "owed": fields,
        "missing": [field for field in fields if field.is_missing],
        "tables": [(one, f"{tables}{one.number}") for one in document.statements],
        "ways": {name: made.places.way(name) for name in ("staffing", "terms", "line")},
        "last_year": disclosure.year - 1,
        "homeless": _homeless(made, known),
        "obsolete": {key: text for key, text in made.stored.items() if key not in known and text},
    }
    return TemplateResponse(request, f"{FOLDER}/text_desk.html", context, status=status)


def _comments(made: Manuscript) -> list[tuple[Comment, Way]]:
    """What reviewers said and nobody answered yet, with the way to its place."""
    rows = made.places.disclosure.comments.open().order_by("made_at", "pk")
    return [(one, made.places.pinned(one.place)) for one in rows]


def _homeless(made: Manuscript, known: set[str]) -> list[Field]:
    """What was typed at places that the text no longer has, and could not be saved."""
    return [made.field(place) for place in made.typed if place not in known]
