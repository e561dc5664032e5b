"""The words of the figures of ``ripple``; they are computed together in ``ripple.py``. Names are paths in its JSON."""

from __future__ import annotations

from copnet.analysis.metric import Metric

SELF = "copnet, definitions of field building"
MAYNE = f"{SELF}; no causation: Mayne, J. (2012). Contribution analysis: coming of age? Evaluation 18, 270-280."
NO_START = "the community's start is not known"
NO_BEFORE = f"{NO_START} (--after start)"
UNSEEN = (
    "in no collaboration that took place and is dated before the start (--after end: on or before the end), in any "
    "role, audience and leadership included"
)
COARSE = "Where a date is known only to the month or year, its first day counts. What came after, not what was caused."
M = "M: everyone who ever held the role member, from the day of joining on, also after leaving"


def _metric(name: str, label: str, formula: str, plain: str, undefined: str | None = None,
            unit: str = "people", caution: str | None = COARSE) -> Metric:  # fmt: skip
    span = "0 to 1" if unit == "share" else "0 and more"
    return Metric(name, label, "ripple", unit, span, formula, MAYNE if caution == COARSE else SELF, undefined, caution,
                  plain=plain)  # fmt: skip


METRICS = (
    _metric("members", "Members", f"persons in {M}", "How many people have ever been members, those who left included.",
            caution=None),
    _metric("member_organizations", "Member organizations",
            "organizations with a member row of their own, or of a person in M while a member",
            "How many organizations belong to the community, or have somebody in it.", unit="organizations",
            caution=None),
    _metric("ring1.people", "People reached directly",
            "persons who never held a role in the community (an applicant holds none) and took part, on or after its "
            f"start (--after end: strictly after its end), in a collaboration with someone of M; {M}",
            "How many people outside the community did something with a member since the community began."),
    _metric("ring1.organizations", "Organizations reached directly",
            "organizations that never were a member organization (that of a facilitator, a coach or a funder is none) "
            "and took part in such a collaboration themselves or through somebody beside the person of M",
            "How many organizations outside the community did something with a member since the community began.",
            unit="organizations"),
    _metric("ring1.new_people", "Of these people, never seen before",
            f"persons of ring 1 {UNSEEN}",
            "How many of the people reached directly appear nowhere in the records before the start.",
            NO_BEFORE),
    _metric("ring1.new_organizations", "Of these organizations, never seen before",
            f"organizations of ring 1 {UNSEEN}",
            "How many of the organizations reached directly appear nowhere in the records before the start.",
            NO_BEFORE, "organizations"),
    _metric("ring2.people", "People reached through others",
            "outsiders not in ring 1 who took part with a person of ring 1, strictly later than the collaboration that "
            "first brought that person into ring 1",
            "How many more people were reached afterwards by those whom members had reached, with no member there."),
    _metric("ring2.organizations", "Organizations reached through others",
            "such organizations not in ring 1 that took part with a person of ring 1, strictly later than what brought "
            "that person there",
            "How many more organizations were reached afterwards by the people whom members had reached.",
            unit="organizations"),
    _metric("ring2.new_people", "Of these people, never seen before",
            f"persons of ring 2 {UNSEEN}",
            "How many of the people reached through others appear nowhere in the records before the start.",
            NO_BEFORE),
    _metric("ring2.new_organizations", "Of these organizations, never seen before",
            f"organizations of ring 2 {UNSEEN}",
            "How many of the organizations reached through others appear nowhere in the records before the start.",
            NO_BEFORE, "organizations"),
    _metric("joined_later", "Reached first, joined later",
            "who took part as ring 1 or ring 2 do, on a day before they held any role, as applicant aside; in no ring",
            "Who was a guest of members first and then became part of the community."),
    _metric("collaborations_with_outsiders", "Things done together with people outside",
            "collaborations on or after the start (--after end: after the end) with someone of M and a person outside, "
            "or an organization outside that took part itself",
            "How many things members did together with somebody from outside.", unit="collaborations"),
    _metric("members_bridging_out", "Members who reached out",
            "persons of M who took part in such a collaboration while members",
            "How many members did something together with somebody from outside."),
    _metric("lineage", "What grew out of the community's work",
            "collaborations reached by chains of grew_out_of from the community's own; generation = fewest such steps; "
            "a part has the generation of its whole; counted in areas: not if planned, proposed, declined or cancelled",
            "What led to what: each thing that grew out of something the community did, step by step.",
            unit="collaborations"),
    _metric("ties.before", "Ties that were there before",
            "pairs of M whose first collaboration, the community's own gatherings left out, is earlier than its start",
            "How many pairs of members had already done something together before the community began.", NO_START,
            "ties"),
    _metric("ties.during", "Ties formed during the community",
            "pairs of M whose first collaboration, its own gatherings left out, is on or after its start and not after "
            "its end",
            "How many pairs of members first did something together while the community ran, its own meetings aside.",
            NO_START, "ties"),
    _metric("ties.after", "Ties formed after the community's end",
            "pairs of M whose first collaboration, its own gatherings left out, is strictly after its end",
            "How many pairs of members first did something together after the community had formally ended.",
            "the community has no end", "ties"),
    _metric("partnership_rate.reported", "Respondents who say they have a partner in another member organization",
            "respondents (persons with status answered or partial) of the community and wave with at least one tie of "
            "kind partners-with, not 0, to a person or organization of another member organization / respondents; "
            "a person is of the organization named in their membership, else of that of the day, else of their own",
            "Of those who answered the survey, how many named a partner in another member organization; it counts "
            "people.", "no responses of that community and wave", "share", None),
    _metric("partnership_rate.documented", "Member organizations with a partnership on record",
            "member organizations with a dated collaboration, from the start on and no gathering of the community, "
            "with another / member organizations",
            "Of the member organizations, how many did something on record with another one; it counts organizations.",
            "no member organizations", "share", None),
    _metric("response_rate", "Share of those asked who answered",
            "responses rows with status answered or partial / all responses rows of that community and wave",
            "Of all who were asked in the survey, how many answered.", "no responses of that community and wave",
            "share", "Below 75 % the figures of the survey speak for those who answered."),
    _metric("field_share", "Share of the whole field",
            "member organizations / field_size of the community",
            "Of all the organizations there are in this field, how many belong to the community.",
            "field_size is not filled in", "share", None),
)  # fmt: skip
