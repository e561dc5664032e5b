"""The mapping file: what the columns and entries of a file that is not copnet's mean."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from copnet.errors import ImportRefused
from copnet.importers.headers import Place

MAX_BYTES = 1_000_000


class GraphMapping(BaseModel):
    """How the nodes and edges of a graph file are meant: the section ``[graph]``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nodes: Literal["people", "organizations"] | None = Field(
        default=None, description="What nodes are of which the file does not say it; blank: people."
    )
    kind: str = Field(default="knows", description="The kind of tie that edges are which name none.")


class Mapping(BaseModel):
    """A mapping file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    graph: GraphMapping = GraphMapping()


def load_mapping(path: Path) -> Mapping:
    """Read a mapping file.

    Raises:
        ImportRefused: not there, not TOML, or names that are not known; every one is named.
    """
    place = Place(path.name or str(path))
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ImportRefused([place.problem(f"a mapping file of at most {MAX_BYTES:,} bytes")])
        return Mapping.model_validate(tomllib.loads(path.read_bytes().decode()))
    except OSError as error:
        raise ImportRefused([place.problem(f"a mapping file that can be read ({error.strerror or error})")]) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ImportRefused([place.problem(f"a TOML file in UTF-8: {error}")]) from None
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise ImportRefused(
            [place.problem(str(one["msg"]), column=".".join(map(str, one["loc"]))) for one in found]
        ) from None
