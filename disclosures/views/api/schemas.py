"""The shapes of the answers, as JSON schemas; each kind of row is described once."""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
TEXT: Schema = {"type": "string"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
YUAN: Schema = {
    "type": "string",
    "pattern": r"^-?[0-9]+\.[0-9]{2}$",
    "description": "精确到分的金额（元），以字符串表示，不经过浮点数。",
}
KIND: Schema = {"type": "string", "enum": ["department", "unit"]}


def record(**fields: Schema) -> Schema:
    """An object with exactly these fields."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def many(item: Schema) -> Schema:
    """A list of such."""
    return {"type": "array", "items": item}


def ref(name: str) -> Schema:
    """A shape by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


NAMED = record(code=TEXT, name=TEXT)
OF_VERSION = {"publication": HASH, "code": TEXT, "year": NUMBER}
LICENCE = record(name=TEXT, terms=TEXT)
SHAPES: Mapping[str, Schema] = {
    "Licence": LICENCE,
    "Region": NAMED,
    "Department": record(code=TEXT, name=TEXT, short_name=TEXT, region=ref("Region"), page=TEXT),
    "File": record(name=TEXT, media_type=TEXT, sha256=HASH, size=NUMBER, address=TEXT),
    "Publication": record(
        sha256=HASH,
        sha256_of_previous={**HASH, "type": ["string", "null"]},
        department=NAMED,
        unit={"anyOf": [NAMED, {"type": "null"}]},
        region=ref("Region"),
        year=NUMBER,
        kind=KIND,
        version=NUMBER,
        is_current=FLAG,
        published_on={"type": "string", "format": "date"},
        note=TEXT,
        total_yuan=YUAN,
        page=TEXT,
        data=TEXT,
        files=many(ref("File")),
    ),
    "TableTitle": record(number=NUMBER, title=TEXT, unit=TEXT, note=MAYBE_TEXT, rows=NUMBER),
    "Table": record(
        number=NUMBER,
        title=TEXT,
        unit=TEXT,
        note=MAYBE_TEXT,
        columns=many(many(TEXT)),
        column_kinds=many(TEXT),
        column_numbers=many(TEXT),
        rows=many(
            record(
                key=TEXT,
                level=NUMBER,
                cells=many(TEXT),
                yuan=many({**YUAN, "type": ["string", "null"]}),
            )
        ),
    ),
    "LineItem": record(
        **OF_VERSION,
        unit_code=TEXT,
        functional_code=TEXT,
        economic_code=TEXT,
        funding_source=TEXT,
        source=TEXT,
        project=MAYBE_TEXT,
        amount_yuan=YUAN,
    ),
    "Figure": record(
        **OF_VERSION,
        measure=TEXT,
        value={**YUAN, "description": "以指标的计量单位计，如元或人。"},
    ),
    "Measure": record(key=TEXT, label=TEXT, table=NUMBER, unit=TEXT),
    "Code": record(year=NUMBER, code=TEXT, name=TEXT),
    "Problem": {
        **record(type=TEXT, title=TEXT, status=NUMBER, detail=TEXT, parameter=TEXT),
        "required": ["type", "title", "status", "detail"],
    },
}
