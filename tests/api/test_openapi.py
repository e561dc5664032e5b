"""Generated requests from the whole OpenAPI document: no fault of ours, and answers as the document says."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from copnet.stores.base import GraphStore
from copnet.tables import TABLES
from copnet_api.app import create_app
from copnet_api.deps import ApiSettings

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
TAGS = [*TABLES, "imports", "exports", "merges", "figures", "service"]
QUICK = {GenerationMode.POSITIVE: 2, GenerationMode.NEGATIVE: 1}  # requests a route
FULL = {GenerationMode.POSITIVE: 20, GenerationMode.NEGATIVE: 12}
QUICK_TOTAL, FULL_TOTAL = 200, 2_000


@pytest.fixture
def schema(store: GraphStore, filled: object) -> Any:
    config = SchemathesisConfig.from_dict({"generation": {"database": "none"}})
    app = create_app(store, settings=ApiSettings(hosts=("testserver",)))  # the name schemathesis calls it by
    return schemathesis.openapi.from_asgi("/api/openapi.json", app, config=config)


def _operations(schema: Any, tag: str | None = None) -> list[Any]:
    found = [result.ok() for result in schema.get_all_operations()]
    return [operation for operation in found if tag is None or operation.tags == [tag]]


def _probe(operation: Any, mode: GenerationMode, examples: int) -> int:
    """Send generated requests, fitting or not; how many were sent."""
    sent = 0

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        nonlocal sent
        sent += 1
        case.call_and_validate(checks=CHECKS)

    send()
    return sent


def _probe_all(operations: list[Any], counts: dict[GenerationMode, int]) -> int:
    return sum(
        _probe(operation, mode, count)
        for operation in operations
        for mode, count in counts.items()
        if mode == GenerationMode.POSITIVE or _can_misfit(operation)
    )


def _can_misfit(operation: Any) -> bool:
    """Whether the document leaves room for a wrong request: any text is a key, found or not."""
    return bool(operation.body) or bool(operation.query)


def test_the_tags_are_the_whole_document_and_give_requests_enough(schema: Any) -> None:
    operations = _operations(schema)
    assert {tag for operation in operations for tag in operation.tags} == set(TAGS)
    rich = sum(_can_misfit(operation) for operation in operations)
    idle = 5  # health, readiness, definitions, merges and decisions take nothing: one request each
    for counts, total in ((QUICK, QUICK_TOTAL), (FULL, FULL_TOTAL)):
        fitting = (len(operations) - idle) * counts[GenerationMode.POSITIVE] + idle
        assert fitting + rich * counts[GenerationMode.NEGATIVE] >= total


@pytest.mark.parametrize("tag", TAGS)
def test_generated_requests(tag: str, schema: Any) -> None:
    operations = _operations(schema, tag)
    assert _probe_all(operations, QUICK) >= len(operations)


@pytest.mark.full
@pytest.mark.parametrize("tag", TAGS)
def test_many_generated_requests(tag: str, schema: Any) -> None:
    operations = _operations(schema, tag)
    assert _probe_all(operations, FULL) >= len(operations)
