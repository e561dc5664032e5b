"""The keys two records may share. A pair that shares none is never compared; see ``blocking``."""

from __future__ import annotations

from collections.abc import Iterator

from copnet.identity.compare_people import spellings
from copnet.identity.folding import fold, has_digit, one_letter_less, sound
from copnet.identity.organization_names import organization_name
from copnet.identity.people_names import PersonName, called
from copnet.identity.subjects import Subject, SubjectKind

_LONGEST = 24
"""Letters of a word for which slips are looked for; what comes after them is compared, but makes no keys."""


def exact_keys(subject: Subject) -> Iterator[str]:
    """What only one has: e-mail, also of those merged into it, ORCID, ROR, the id written with other capitals."""
    yield f"id {subject.id.casefold()}"
    for email in {subject.email, *subject.former_emails} - {None}:
        yield f"e-mail {email}"
    yield from subject.identifiers


def spelled(text: str) -> str:
    """A name as declared aliases are compared: words in their own script, without case, accents and punctuation."""
    return " ".join(fold(text))


def name_keys(subject: Subject, kind: SubjectKind) -> set[str]:
    """The whole of each name, as all have it who are called the same."""
    if kind == "person":
        return {f"all {''.join(name.words)}" for name in spellings(subject.names)}
    names = (organization_name(text) for text in subject.names)
    return {f"all {''.join(name.words)}" for name in names if name.words}


def likely_keys(subject: Subject, kind: SubjectKind) -> set[str]:
    """What alike names share, web pages and what stands before the @ of an e-mail address."""
    return _person(subject) if kind == "person" else _organization(subject)


def _person(subject: Subject) -> set[str]:
    found: set[str] = set()
    for name in spellings(subject.names):
        found.add(f"any {' '.join(sorted(name.words))}")
        found.update(_person_name(name))
        if len(name.words) > 1 and (len(name.words[0]) == 1 or len(name.family) == 0):
            found.update(_person_name(name.turned()))
    if subject.email and "@" in subject.email:
        found.add(f"box {''.join(fold(subject.email.rpartition('@')[0]))}")
    return found


def _person_name(name: PersonName) -> Iterator[str]:
    """Family names of one slip with one initial, first names of one slip with one family name, beginnings, ends."""
    if not name.given or not name.family:
        return
    first, family = name.given[0], "".join(name.family)
    initials = {full[0] for full in called(first)} | {sound(first)[:1]} | {part[0] for part in name.given[1:]}
    for initial in initials:
        for part in {family, *name.family} if len(name.family) > 1 else (family,):
            yield f"of {sound(part)} {initial}"
        for slip in one_letter_less(family[:_LONGEST]):
            yield f"slip {slip} {initial}"
    for start in (first,) if has_digit(first) else (first, first[1:], first[1::-1] + first[2:]):
        yield f"first {start} {family}"
    for full in called(first):
        yield f"first {full} {family}"
    if len(first) > 1 and not has_digit(family):
        yield f"start {first} {family[:2]}"
        yield f"end {first} {family[-2:]}"


def _organization(subject: Subject) -> set[str]:
    found: set[str] = set()
    for text in subject.names:
        name = organization_name(text)
        if not name.words:
            continue
        words = sorted({sound(word) for word in name.words})
        found.add(f"words {' '.join(words)}")
        if len(words) > 1:
            found.update(
                f"words {' '.join(words[:out] + words[out + 1 :])}" for out in range(min(len(words), _LONGEST))
            )
            found.update(f"pair {one} {other}" for one, other in zip(name.words, name.words[1:], strict=False))
        else:
            found.update(f"slip {slip}" for slip in one_letter_less(words[0][:_LONGEST]) if slip)
        found.update(f"words {' '.join(sorted({sound(word) for word in head}))}" for head in name.heads)
        found.update(f"short {short}" for short in (*name.acronyms, name.short) if len(short) > 1)
    if subject.host:
        found.add(f"host {subject.host}")
    return found
