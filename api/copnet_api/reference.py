"""The page about the API, written from its OpenAPI document: plain HTML, no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from copnet_api.errors import HTTP_KINDS, INVALID_REQUEST, KINDS, Kind
from copnet_api.html import render

METHODS = ("get", "post", "patch", "put", "delete")
_REF = "#/components/schemas/"


def page(document: Mapping[str, Any]) -> str:
    """The HTML of an OpenAPI 3.1 document."""
    return render(
        "reference.html",
        info=document["info"], groups=_groups(document), schemas=_schemas(document), problems=_problems(),
    )  # fmt: skip


def _groups(document: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                groups.setdefault(methods[method]["tags"][0], []).append(_operation(path, method, methods[method]))
    return groups


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": operation["operationId"],
        "path": path,
        "method": method.upper(),
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "parameters": [_parameter(parameter) for parameter in operation.get("parameters", ())],
        "bodies": _contents(operation.get("requestBody", {})),
        "answers": [
            {"status": status, "description": answer["description"], "contents": _contents(answer)}
            for status, answer in operation["responses"].items()
        ],
    }


def _parameter(parameter: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "required": parameter.get("required", False),
        "type": describe(parameter["schema"]),
        "default": parameter["schema"].get("default"),
        "description": parameter.get("description") or parameter["schema"].get("description", ""),
    }


def _contents(holder: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"media": media, **_link(content.get("schema", {}))} for media, content in holder.get("content", {}).items()
    ]


def _link(schema: Mapping[str, Any]) -> dict[str, str | None]:
    reference = schema.get("$ref", "")
    return {"schema": reference.removeprefix(_REF) if reference else None, "type": describe(schema)}


def _schemas(document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        name: {
            "description": schema.get("description", ""),
            "fields": [
                {
                    "name": field,
                    "required": field in schema.get("required", ()),
                    **_link(_main(content)),
                    "type": describe(content),
                    "default": content.get("default"),
                    "description": content.get("description", ""),
                }
                for field, content in schema.get("properties", {}).items()
            ],
        }
        for name, schema in sorted(document["components"]["schemas"].items())
    }


def _main(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema that a field or the items of its list point at."""
    found: Mapping[str, Any] = schema.get("items", schema)
    options = [option for option in found.get("anyOf", ()) if option.get("type") != "null"]
    return options[0] if len(options) == 1 else found


def describe(schema: Mapping[str, Any]) -> str:
    """A schema's type in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REF)
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(describe(option) for option in schema[several])
    if "enum" in schema:
        return ", ".join(str(value) for value in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    kind = str(schema.get("type", "anything"))
    if kind == "array":
        return f"list of {describe(schema.get('items', {}))}"
    limits = [
        f"{words} {schema[name]}"
        for name, words in (("minimum", "from"), ("maximum", "to"), ("pattern", "as"))
        if name in schema
    ]
    return " ".join([kind, *limits])


def _problems() -> list[Kind]:
    """Every kind of problem once."""
    kinds = [*KINDS.values(), INVALID_REQUEST, *HTTP_KINDS.values()]
    return sorted({kind.name: kind for kind in kinds}.values(), key=lambda kind: (kind.status, kind.name))
