"""Every table of the contract as a resource: list, read, create, change, delete."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse

from copnet.record import Record, Source
from copnet.services import records
from copnet.tables import OWN_FIELDS, TABLES, Table
from copnet_api.cursors import read_cursor, write_cursor
from copnet_api.deps import ServicesDep
from copnet_api.errors import documented
from copnet_api.schemas import SCHEMAS, TableSchemas, filters

PREFIX = "/api/v1"
SOURCE = Source(kind="api")
KeyPath = Annotated[str, Path(description="The record's key.", examples=["ana-ruiz"])]


def routers() -> list[APIRouter]:
    """One router a table, in the contract's order."""
    return [_router(table, SCHEMAS[name]) for name, table in TABLES.items()]


def as_json(record: Record) -> dict[str, Any]:
    """A record by the contract's column names, with its key."""
    values = record.model_dump(mode="json", by_alias=True)
    columns = [column.name for column in TABLES[record.table].columns if column.field]
    return {"key": record.key, **{name: values[name] for name in (*columns, *OWN_FIELDS)}}


def _address(table: Table, record: Record) -> str:
    return f"{PREFIX}/{table.name}/{quote(record.key, safe='')}"


def _router(table: Table, schemas: TableSchemas) -> APIRouter:
    router = APIRouter(prefix=f"/{table.name}", tags=[table.name])
    words = table.record.singular
    name = words.replace(" ", "_")

    def list_(services: ServicesDep, asked: Any) -> Response:
        after = read_cursor(table.name, asked.cursor) if asked.cursor else None
        where = filters(table, asked)
        page = records.list_records(services.store, table.name, where=where, after=after, limit=asked.limit)
        cursor = write_cursor(table.name, page.next) if page.next else None
        return JSONResponse({"items": [as_json(record) for record in page.items], "next": cursor})

    def read(services: ServicesDep, key: KeyPath) -> Response:
        return JSONResponse(as_json(records.get_record(services.store, table.name, key)))

    def create(services: ServicesDep, body: Any) -> Response:
        fields = body.model_dump(by_alias=True, exclude_unset=True)
        record = records.create_record(services.store, table.name, fields, SOURCE)
        return JSONResponse(as_json(record), 201, headers={"Location": _address(table, record)})

    def change(services: ServicesDep, key: KeyPath, body: Any) -> Response:
        fields = body.model_dump(by_alias=True, exclude_unset=True)
        record = records.change_record(services.store, table.name, key, fields, SOURCE)
        return JSONResponse(as_json(record), headers={"Content-Location": _address(table, record)})

    def delete(services: ServicesDep, key: KeyPath) -> Response:
        records.delete_record(services.store, table.name, key)
        return Response(status_code=204)

    # FastAPI reads what a route takes from its annotations, and the classes differ from table to table.
    list_.__annotations__["asked"] = Annotated[schemas.asked, Query()]
    create.__annotations__["body"] = schemas.create
    change.__annotations__["body"] = schemas.patch

    router.add_api_route(
        "", list_, methods=["GET"], response_model=schemas.page, operation_id=f"list_{table.name}",
        summary=f"List {table.name.replace('_', ' ')}", responses=documented(),
        description="In the order of their keys. Every other parameter keeps the records whose field equals it.",
    )  # fmt: skip
    router.add_api_route(
        "", create, methods=["POST"], response_model=schemas.record, operation_id=f"create_{name}", status_code=201,
        summary=f"Create one {words}", responses=_created() | documented(409, 413),
        description=table.record.__doc__ or "",
    )  # fmt: skip
    router.add_api_route(
        "/{key}", read, methods=["GET"], response_model=schemas.record, operation_id=f"read_{name}",
        summary=f"Read one {words}", responses=documented(404), description=table.record.__doc__ or "",
    )  # fmt: skip
    router.add_api_route(
        "/{key}", change, methods=["PATCH"], response_model=schemas.record, operation_id=f"change_{name}",
        summary=f"Change one {words}", responses=documented(404, 409, 413),
        description="Only the fields given change; null clears one. A change of key fields changes the key.",
    )  # fmt: skip
    router.add_api_route(
        "/{key}", delete, methods=["DELETE"], operation_id=f"delete_{name}", status_code=204,
        summary=f"Delete one {words}", responses=documented(404, 409),
        description="Refused while other records refer to it; the answer says how many in which table.",
    )  # fmt: skip
    return router


def _created() -> dict[int | str, dict[str, Any]]:
    location = {"description": "The address of the new record.", "schema": {"type": "string"}}
    return {201: {"description": "Created", "headers": {"Location": location}}}
