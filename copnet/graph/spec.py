"""What a network is: the options of the contract, checked once."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, Self, get_args

from pydantic import ModelWrapValidatorHandler, ValidationError, model_validator

from copnet.errors import UsageError
from copnet.fields import EndKind, MembershipRole
from copnet.record import Frozen

Mode = Literal["person", "organization", "collaboration"]
TIES = "ties:"
KINDS = ("people", "organizations", "two-mode")


class NetworkSpec(Frozen):
    """A network: its kind, whose it is, when, and which ties count.

    Attributes:
        kind: ``people``, ``organizations``, ``two-mode`` or ``ties:KIND``.
        community: an id or an exact name; None: everyone in the store.
        roles: roles of membership that make the node set of a community.
        ends: the first mode of a two-mode network.
        start: first day of the window (``--from``), included.
        end: last day of the window (``--to``), included.
        kinds: only collaborations of these kinds; empty: all.
        exclude_kinds: no collaborations of these kinds.
        min_weight: only ties of at least this weight (``people`` and ``organizations``).
        min_value: only answers of at least this value (``ties:KIND``).
        weight: shared collaborations (``count``) or Newman's weight (``newman``).
        wave: the wave of the survey; None: the latest (``ties:KIND``).
        symmetrize: how figures that know no direction read a directed network.
        by: ``organization``, ``sector``, ``community`` or an attribute, for group figures.

    Raises:
        UsageError: a value that makes no sense, or two that do not go together.
    """

    kind: str = "people"
    community: str | None = None
    roles: tuple[MembershipRole, ...] = ("member",)
    ends: Literal["people", "organizations"] = "people"
    start: dt.date | None = None
    end: dt.date | None = None
    kinds: tuple[str, ...] = ()
    exclude_kinds: tuple[str, ...] = ()
    min_weight: float | None = None
    min_value: float | None = None
    weight: Literal["count", "newman"] = "count"
    wave: str | None = None
    symmetrize: Literal["any", "mutual"] = "any"
    by: str | None = None

    @property
    def tie_kind(self) -> str | None:
        """The kind of answer of a ``ties:KIND`` network, else None."""
        return self.kind.removeprefix(TIES) if self.kind.startswith(TIES) else None

    @property
    def directed(self) -> bool:
        """Whether ties have a direction."""
        return self.tie_kind is not None

    @property
    def has_window(self) -> bool:
        """Whether only a part of the time counts."""
        return self.start is not None or self.end is not None

    @property
    def mode(self) -> EndKind:
        """What the nodes are; in a two-mode network those of the first mode. Surveys take theirs from the ties."""
        if self.kind == "organizations" or (self.kind == "two-mode" and self.ends == "organizations"):
            return "organization"
        return "person"

    @model_validator(mode="wrap")
    @classmethod
    def _in_words(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(data)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            hint = f" Roles are: {', '.join(get_args(MembershipRole))}." if where.startswith("roles") else ""
            raise UsageError(f"{where}: {first['msg']}, found {first['input']!r}.{hint}") from None

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        if self.kind not in KINDS and not (self.tie_kind or "").strip():
            raise UsageError(f'There is no network "{self.kind}". Networks are: {", ".join(KINDS)}, {TIES}KIND.')
        if self.start and self.end and self.start > self.end:
            raise UsageError(f"The window begins on {self.start} but ends before that, on {self.end}.")
        if self.directed:
            self._refuse(
                "counts collaborations; a survey network has none",
                kind=self.kinds, exclude_kind=self.exclude_kinds, min_weight=self.min_weight,
            )  # fmt: skip
        else:
            self._refuse("is for survey networks (ties:KIND)", min_value=self.min_value, wave=self.wave)
            self._refuse("is for survey networks (ties:KIND)", symmetrize=self.symmetrize == "mutual" or None)
        if self.kind != "two-mode":
            self._refuse("is for two-mode networks", ends=self.ends == "organizations" or None)
        else:
            self._refuse("is not for two-mode networks: every tie there has the weight 1", min_weight=self.min_weight)
        if not self.roles:
            raise UsageError("At least one role of membership is needed.")
        return self

    def _refuse(self, why: str, **options: object) -> None:
        for name, value in options.items():
            if value not in (None, ()):
                raise UsageError(f"--{name.replace('_', '-')} {why}.")
