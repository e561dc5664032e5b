"""Whom candidates are looked for among: a person or an organization with what may tell it from others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from copnet.identity.folding import latin, listed
from copnet.identity.identifiers import identifier
from copnet.model import Organization, Person
from copnet.record import Source

SubjectKind = Literal["person", "organization"]
KINDS: tuple[SubjectKind, ...] = ("person", "organization")

PUBLIC_MAIL = listed(
    """
    gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.fr yahoo.de ymail.com rocketmail.com outlook.com
    hotmail.com hotmail.co.uk hotmail.fr live.com msn.com aol.com icloud.com me.com mac.com proton.me
    protonmail.com pm.me gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de freenet.de posteo.de mailbox.org
    mail.com email.com zoho.com yandex.ru yandex.com mail.ru bk.ru inbox.ru list.ru rambler.ru ukr.net qq.com
    163.com 126.com sina.com naver.com daum.net hanmail.net comcast.net verizon.net att.net sbcglobal.net
    bellsouth.net cox.net charter.net btinternet.com orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it
    virgilio.it alice.it tin.it wp.pl onet.pl o2.pl interia.pl seznam.cz uol.com.br bol.com.br terra.com.br
    rediffmail.com telia.com bluewin.ch fastmail.com hey.com tutanota.com
    """
)
"""Where anybody may have an address: sharing one of these says nothing."""
_HOST = re.compile(r"^(?:[a-z]+://)?(?:www\.)?([^/:?#@\s]+\.[^/:?#@\s]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """One person or organization as matching sees it.

    Attributes:
        id: its id.
        name: as the store has it.
        aliases: its declared other names.
        email: of a person, folded.
        organization: id of a person's organization; of an organization its parent.
        role: of a person, folded; of an organization its sector.
        location: folded.
        host: the domain of its web page, or of a person's e-mail, unless a public one.
        identifiers: ``orcid:...`` and ``ror:...``.
        works: the collaborations it took part in.
        source: the file and row it came from.
        former_emails: of those whom merges dropped for this person, folded.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    email: str | None = None
    organization: str | None = None
    role: str | None = None
    location: str | None = None
    host: str | None = None
    identifiers: frozenset[str] = frozenset()
    works: frozenset[str] = frozenset()
    source: Source | None = None
    former_emails: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """The name, then the aliases."""
        return (self.name, *self.aliases)


def people_subjects(
    people: Iterable[Person],
    works: Mapping[str, frozenset[str]] | None = None,
    former_emails: Mapping[str, Iterable[str | None]] | None = None,
    orcids: Mapping[str, str] | None = None,
) -> list[Subject]:
    """People as subjects.

    Args:
        people: in any order.
        works: the ids of the collaborations of each.
        former_emails: the addresses of those whom merges dropped for each.
        orcids: the ORCIDs that stand elsewhere than in the people themselves.
    """
    works, former = works or {}, former_emails or {}
    return [
        Subject(
            one.id, one.name, one.aliases, _email(one.email), one.organization, _plain(one.role), _plain(one.location),
            _own_domain(one.email), _marks(one, orcids), works.get(one.id, frozenset()), one.provenance,
            frozenset(email for text in former.get(one.id, ()) if (email := _email(text))),
        )
        for one in people
    ]  # fmt: skip


def organization_subjects(
    organizations: Iterable[Organization], works: Mapping[str, frozenset[str]] | None = None
) -> list[Subject]:
    """Organizations as subjects; their parent stands in ``organization``, their sector in ``role``."""
    works = works or {}
    return [
        Subject(
            one.id, one.name, one.aliases, None, one.parent, _plain(one.sector), _plain(one.location), _host(one.url),
            _marks(one), works.get(one.id, frozenset()), one.provenance,
        )
        for one in organizations
    ]  # fmt: skip


def _plain(text: str | None) -> str | None:
    return " ".join(latin(text)) or None if text else None


def _email(text: str | None) -> str | None:
    return text.strip().casefold() or None if text else None


def _own_domain(email: str | None) -> str | None:
    domain = (email or "").strip().casefold().rpartition("@")[2]
    return domain if "@" in (email or "") and domain and domain not in PUBLIC_MAIL else None


def _host(url: str | None) -> str | None:
    match = _HOST.match(url.strip()) if url else None
    host = match[1].casefold().rstrip(".") if match else None
    return host if host and host not in PUBLIC_MAIL and host not in _SHARED_HOSTS else None


_SHARED_HOSTS = listed(
    """
    facebook.com m.facebook.com instagram.com linkedin.com twitter.com x.com youtube.com github.com
    sites.google.com docs.google.com medium.com wordpress.com blogspot.com wixsite.com meetup.com ror.org
    orcid.org wikipedia.org en.wikipedia.org linktr.ee eventbrite.com
    """
)


def _marks(one: Person | Organization, elsewhere: Mapping[str, str] | None = None) -> frozenset[str]:
    """The ORCID or the ROR, if one is known."""
    scheme = "orcid" if isinstance(one, Person) else "ror"
    known = {identifier(one.table, one.attributes, one.url), (elsewhere or {}).get(one.id)} - {None}
    return frozenset(f"{scheme}:{value}" for value in known)
