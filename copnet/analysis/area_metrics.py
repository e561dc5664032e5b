"""The words of the figures only ``areas`` has; those of ``ripple`` that appear there are explained with it."""

from __future__ import annotations

from copnet.analysis.metric import Metric

SELF = "copnet, definitions of the four areas"
SCOPE = "collaborations of the community, its groups, and dated ones since its start in which a member took part"
EVERY_AREA = "of the community, its groups and its collaborations, mapped to the area by their own, else by their kind"


def _metric(name: str, label: str, unit: str, formula: str, plain: str, undefined: str | None = None) -> Metric:
    span = "0 to 1" if unit == "share" else "0 and more"
    return Metric(name, label, "areas", unit, span, formula, SELF, undefined, plain=plain)


METRICS = (
    _metric("members_with_ties", "Members who did something with another member", "share",
            "members with at least one tie in the community's people network of the whole time / members",
            "Of the members, how many have done something together with at least one other member.", "no members"),
    _metric("ties_across_organizations", "Ties between different organizations", "share",
            "ties between members whose organizations on the last day are known and differ / ties where both are known",
            "Of the pairs of members who did something together, how many come from two different organizations.",
            "no such ties"),
    _metric("members_of_several_groups", "Members of two or more affinity groups", "share",
            "members with an admitted membership as member of two or more groups of the community / members",
            "How many members belong to more than one of the community's groups and can carry news between them.",
            "no members"),
    _metric("adoptions", "Approaches taken over by member organizations", "adoptions",
            "adoptions by a member organization: through one of the collaborations counted here, or dated since the "
            "start (a community without a start: any); planned ones are none",
            "How many ideas, tools or habits member organizations have taken over from somebody else."),
    _metric("adopting_organizations", "Member organizations that took something over", "share",
            "member organizations with such an adoption / member organizations",
            "Of the member organizations, how many have taken over something from somebody else.",
            "no member organizations"),
    _metric("pilots", "Things tried out", "collaborations", f"collaborations of kind pilot that took place; {SCOPE}",
            "How many new things were tried out with a member taking part."),
    _metric("joint_pilots", "Things tried out by two or more organizations together", "share",
            "pilots in which people of two or more organizations took part / pilots",
            "Of the things tried out, how many were tried by people of different organizations together.", "no pilots"),
    _metric("recommendations", "Recommendations made", "collaborations",
            "collaborations of kind recommendation of the community and its groups",
            "How many recommendations the community and its groups have worked out."),
    _metric("recommendations_answered", "Recommendations that were answered", "share",
            "recommendations with an answer, a day of one, or status accepted, adopted or declined / recommendations",
            "Of the recommendations made, how many got an answer, yes or no.", "no recommendations"),
    _metric("recommendations_taken_up", "Recommendations taken up", "share",
            "recommendations accepted or adopted, or out of which a pilot that began grew, directly or by a "
            "presentation of that one alone / recommendations",
            "Of the recommendations made, how many were accepted or tried out.", "no recommendations"),
    _metric("made", "Things made for others to see or read", "collaborations",
            f"collaborations of kind co-presentation, article, series or resource that took place; {SCOPE}",
            "How many talks, articles, series and resources came out with a member taking part."),
    _metric("made_together", "Of these, made by two or more organizations together", "share",
            "of these, those in which people of two or more organizations took part / these",
            "Of the talks, articles and resources, how many were made by people of different organizations together.",
            "nothing was made"),
    _metric("adoptions_outside", "Approaches taken over outside the community", "adoptions",
            "adoptions by an organization that is no member: through one of the collaborations counted here, or from a "
            "member and dated since the start (a community without a start: any); planned ones are none",
            "How many times an organization outside the community has taken over something from it."),
    _metric("insights", "Problems seen and insights", "learnings",
            f"learnings of kind problem or insight, or of none {EVERY_AREA}",
            "How many problems and insights the community has written down."),
    _metric("actions", "What was done", "learnings", f"learnings of kind action {EVERY_AREA}",
            "How many actions the community has written down."),
    _metric("next_times", "What would be done differently", "learnings", f"learnings of kind next-time {EVERY_AREA}",
            "How many times somebody has written down what they would do differently next time."),
    _metric("stories", "Stories told", "learnings", f"learnings of kind story {EVERY_AREA}",
            "How many stories were told; those not to be quoted are counted but not shown."),
)  # fmt: skip
