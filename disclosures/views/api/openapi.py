"""The description of the interface for programs: OpenAPI 3.1, made from the endpoints."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from .endpoints import ENDPOINTS, Endpoint
from .parameters import Parameter
from .schemas import SHAPES, ref

Json = dict[str, Any]
ETAG: Json = {"ETag": {"description": "随内容变化", "schema": {"type": "string"}}}
CONDITION: Json = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "上次得到的 ETag；内容未变时答 304。",
    "schema": {"type": "string"},
}


@cache
def document() -> Mapping[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "部门预算公开数据接口",
            "version": "1",
            "description": "只读。列表按 cursor 翻页；金额单位为元，精确到分。说明见 /api/。",
        },
        "servers": [{"url": "/api/v1"}],
        "paths": {
            "/openapi.json": _described(
                "description", "本说明", (), {"type": "object", "required": ["openapi", "paths"]}
            ),
            **{f"/{one.path}": _path(one) for one in ENDPOINTS},
        },
        "components": {"schemas": SHAPES},
    }


def _path(endpoint: Endpoint) -> Json:
    return _described(endpoint.name, endpoint.meaning, endpoint.parameters, endpoint.answer)


def _described(
    name: str, meaning: str, parameters: Iterable[Parameter], answer: Mapping[str, Any]
) -> Json:
    operation = {
        "operationId": name,
        "summary": meaning,
        "parameters": [*map(_parameter, parameters), CONDITION],
        "responses": {
            "200": {
                "description": meaning,
                "headers": ETAG,
                "content": {"application/json": {"schema": answer}},
            },
            "304": {"description": "内容未变", "headers": ETAG},
            "400": _problem("参数有误"),
            "404": _problem("没有已公开的内容"),
        },
    }
    return {"get": operation}


def _problem(meaning: str) -> Json:
    content = {"application/problem+json": {"schema": ref("Problem")}}
    return {"description": meaning, "content": content}


def _parameter(one: Parameter) -> Json:
    return {
        "name": one.name,
        "in": one.place,
        "required": one.place == "path",
        "description": one.meaning,
        "schema": one.schema,
    }
