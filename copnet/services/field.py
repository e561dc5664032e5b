"""``metrics``, ``growth`` and ``ripple`` of a whole field, computed by Spark: the same JSON as far as it is computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from copnet.analysis.cautions import cautions
from copnet.analysis.periods import Every
from copnet.analysis.ripple import After
from copnet.analysis.ripple_report import ripple_cautions
from copnet.errors import UsageError
from copnet.graph import NetworkSpec
from copnet.services.audience import FACILITATOR, Audience
from copnet.services.facts import network_facts
from copnet.services.figures import MAX_PERIODS, check_growth, wanted_figures
from copnet.spark import growth, metrics, ripple
from copnet.spark.tables import Tables
from copnet.tables import fold_header

Json = dict[str, Any]
KINDS = ("people", "organizations")


@dataclass(frozen=True)
class Field:
    """A store as Spark reads it.

    Attributes:
        tables: its tables, in which nobody is named who may not be named to facilitators.
        find: the id of a community given by id or exact name.
        left_out: what the tables do not hold, in a sentence.
    """

    tables: Tables
    find: Callable[[str], str]
    left_out: str | None = None

    def spec(self, spec: NetworkSpec, audience: Audience) -> NetworkSpec:
        """The network by the id of its community.

        Raises:
            UsageError: a network, or an audience, that Spark does not compute for.
        """
        require_facilitator(audience)
        if spec.kind not in KINDS:
            raise UsageError(f'--engine spark computes networks of {" or ".join(KINDS)}; leave it out for {spec.kind}.')
        if spec.community is None:
            return spec
        return spec.model_copy(update={"community": self.find(spec.community)})

    def cautions(self, *more: str) -> list[str]:
        """What stands beside every figure that was computed from here."""
        return [*more, *([self.left_out] if self.left_out else [])]


def require_facilitator(audience: Audience) -> None:
    """Refuse everybody else: what an audience may know is narrowed on one machine only.

    Raises:
        UsageError: another audience.
    """
    if audience != FACILITATOR:
        raise UsageError(f"--engine spark computes for facilitators only; leave it out for --audience {audience}.")


def metrics_of(
    field: Field, spec: NetworkSpec, audience: Audience, *, names: Sequence[str] | None = None, nodes: bool = False
) -> Json:
    """The JSON of ``metrics``; figures that do not decompose are null, with a caution that names them.

    Raises:
        UsageError: a figure by name that does not decompose, a row a node, or what ``Field.spec`` refuses.
        NotFound: no such community.
    """
    if nodes:
        raise UsageError("--engine spark has no --nodes: a line for each of a whole field is nothing to read.")
    spec = field.spec(spec, audience)
    wanted = [metric for metric in wanted_figures(names, nodes=False) if metric.level == "network"]
    whole = [metric.name for metric in wanted if spec.kind in metric.networks and metric.name not in metrics.FIGURES]
    if names is not None and whole:
        raise UsageError(
            f"{', '.join(whole)}: not computed by --engine spark, since no sum of parts of a network tells it. Leave "
            "--engine spark out."
        )
    facts, values = metrics.metrics(field.tables, spec, [metric.name for metric in wanted])
    told = network_facts(spec, facts | {"by_sensitive": _in_trust(field.tables, spec.by)})
    said = cautions(told, nodes=facts["nodes"], whole_time=not spec.has_window)
    if whole:
        said.append(f"Not computed by Spark, since no sum of parts of a network tells them: {', '.join(whole)}.")
    return {"network": told, "metrics": values, "cautions": field.cautions(*said), "audience": str(audience)}


def growth_of(field: Field, spec: NetworkSpec, audience: Audience, *, every: Every, dormant_after: int = 365) -> Json:
    """The JSON of ``growth``.

    Raises:
        UsageError: options that make no sense, or what ``Field.spec`` refuses.
        NotFound: no such community.
    """
    check_growth(spec, every=every, dormant_after=dormant_after)
    spec = field.spec(spec, audience)
    facts, rows, endurance = growth.growth(field.tables, spec, every, dormant_after, MAX_PERIODS)
    told = network_facts(spec, facts | {"by_sensitive": False}) | {"every": every, "dormant_after": dormant_after}
    said = cautions(told, nodes=rows[-1]["nodes"] if rows else 0, whole_time=False)
    return {
        "network": told, "periods": rows, "endurance": endurance, "cautions": field.cautions(*said),
        "audience": str(audience),
    }  # fmt: skip


def ripple_of(
    field: Field, community: str, audience: Audience, *, after: After = "start", wave: str | None = None
) -> Json:
    """The JSON of ``ripple``, counted: the lists of who and what it rests on are null.

    Raises:
        UsageError: another audience than facilitators, or what comes after the end of a community that has none.
        NotFound: no such community or wave.
    """
    require_facilitator(audience)
    result, asked = ripple.ripple(field.tables, field.find(community), after, wave)
    said = ripple_cautions(result, asked=asked)
    more = "Spark counts: who was reached, and by what, is listed without --engine spark."
    for part in ("ring1", "ring2", "ties"):
        result[part]["evidence"] = None
    return result | {"evidence": None, "cautions": field.cautions(*said, more), "audience": str(audience)}


def _in_trust(tables: Tables, by: str | None) -> bool:
    """Whether groups by this are by something given in trust; see ``copnet.graph.groups.is_sensitive``."""
    from pyspark.sql import functions as F

    if by is None:
        return False
    given = tables["person_attributes"].filter(F.coalesce("sensitive", F.lit(True))).select("attribute")
    found = given.union(tables["intents"].select("attribute")).distinct().collect()
    return fold_header(by) in {fold_header(row["attribute"]) for row in found}
