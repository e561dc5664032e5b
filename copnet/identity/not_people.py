"""What stands where a name should: placeholders, and two names in one cell. Importers ask; nothing is decided here."""

from __future__ import annotations

import re
from functools import lru_cache

from copnet.identity.folding import fold, latin

_NOBODY = frozenset(
    {
        "tbd", "tba", "tbc", "tbn", "na", "n a", "none", "nobody", "no one", "unknown", "anonymous", "anon", "various",
        "misc", "miscellaneous", "to be determined", "to be announced", "to be confirmed", "to be decided", "not known",
        "not applicable", "not available", "unnamed", "name", "test", "test test", "null", "nil", "guest", "guests",
        "vacant", "open", "pending", "n n", "nn", "n a n", "and others", "others", "et al", "everyone", "all",
        "anonyme", "anonimo", "anonima", "anonym", "desconocido", "desconocida", "inconnu", "inconnue", "unbekannt",
        "diverse", "divers", "diversos", "diversas", "varios", "varias", "por definir", "por confirmar", "a definir",
        "a confirmer", "a determiner", "wird noch bekannt gegeben", "ninguno", "aucun", "keine", "niemand", "onbekend",
        "okand", "ukjent", "ukendt", "nieznany", "neznamy", "неизвестно", "неизвестен", "аноним", "未定", "不明",
        "未知", "匿名", "미정", "غير معروف", "لا يوجد",
    }
)  # fmt: skip
_GROUPS = (
    "speakers", "presenters", "panelists", "panellists", "participants", "facilitators", "members", "attendees",
    "teachers", "students", "volunteers", "authors", "guests", "trainers", "staff", "people", "persons", "team",
    "ponentes", "participantes", "miembros", "intervenants", "participants", "membres", "referenten", "teilnehmende",
    "mitglieder", "personal", "equipo", "equipe", "mitarbeitende", "palestrantes", "membros",
)  # fmt: skip
_MANY = ("various", "several", "multiple", "many", "all", "other", "others", "guest", "different", "varios", "varias",
         "divers", "diverses", "plusieurs", "verschiedene", "mehrere", "diverse", "todos", "alle", "tous")  # fmt: skip
_OF = ("of", "from", "at", "de", "du", "del", "von", "vom", "der", "des", "do", "da")
_INITIALS = re.compile(r"[A-Z](?: [A-Z])+")
"""Capitals apart and without points may be somebody's initials, N N and N A too; N.N., NN and N/A mean nobody."""
_ALSO_ORGANIZATIONS = frozenset({"open", "all", "diverse", "divers", "guest", "guests", "everyone", "pending", "test"})
"""Words for nobody in a list of people, which an organization may well be called."""
_STRONG = re.compile(r"\s*(?:[;/\n]|&|\+)\s*|\s+(?:and|und|et|y)\s+", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:speaker|presenter|guest|person|participant|student|teacher|member|volunteer) ?(?:\d+|[a-z])"
)
_MAX = 2_000
_MOST = 50


@lru_cache(maxsize=1 << 16)
def nobody(table: str, name: str) -> str | None:
    """Why nobody is to be made of a name that only a reference or another program's file has; None when it may be one.

    A number may stand for one person, as in a survey without names: ``12``, ``Student 3``.

    Args:
        table: people or organizations.
        name: the text in the place of a name.
    """
    if table == "people":
        return None if _NUMBERED.fullmatch(" ".join(fold(name))) or _has_digit(name) else placeholder(name)
    return no_organization(name) if table == "organizations" else None


def placeholder(name: str) -> str | None:
    """Why a text in the place of a person's name is none; None when it may be a name.

    Args:
        name: the text of a cell: ``Various speakers``, ``TBD``, ``staff of North Readers``, ``n/a``, ``???``.
    """
    if len(name) > _MAX:
        return None
    words = fold(name)
    if not words or not any(sign.isalpha() for sign in name):
        return "no letter of a name is in it"
    whole = " ".join(words)
    if _is_nobody(name):
        return "a word for nobody in particular"
    if words[-1] in _GROUPS and (
        len(words) == 1 or words[0] in _MANY or words[0] in ("the", "our", "los", "las", "die")
    ):
        return "a group, not one person"
    if len(words) > 2 and words[0] in _GROUPS and words[1] in _OF:
        return "a group, not one person"
    if (
        len(words) > 3 and words[0] in ("a", "the", "one") and words[2] in ("of", "from", "at")
    ):  # A. van der Berg is one
        return "a description, not a name"
    if _NUMBERED.fullmatch(whole):
        return "a number in place of a name"
    return None


@lru_cache(maxsize=1 << 16)
def no_organization(name: str) -> str | None:
    """Why a text in the place of an organization's name is none; None when it may be a name, as numbers may.

    Args:
        name: the text of a cell: ``TBD``, ``n/a``, ``unknown``, ``???``.
    """
    if len(name) > _MAX:
        return None
    if not fold(name):
        return "no letter of a name is in it"
    nobody = _is_nobody(name) and " ".join(fold(name)) not in _ALSO_ORGANIZATIONS
    return "a word for nobody in particular" if nobody else None


def _has_digit(name: str) -> bool:
    return any(sign.isdigit() for sign in name[:_MAX])


def _is_nobody(name: str) -> bool:
    if _INITIALS.fullmatch(" ".join(name.split())):
        return False
    return " ".join(fold(name)) in _NOBODY or " ".join(latin(name)) in _NOBODY


def split_names(text: str) -> list[str] | None:
    """The names in a cell that holds several; None when it holds one, or when that cannot be told.

    A first name before ``and`` gets the family name of the other: ``Ann and Bob Ray`` are Ann Ray and Bob Ray.
    A comma parts names only where every part has two words: ``Lee, Ann`` is one name.

    Args:
        text: the text of a cell for one person.
    """
    if len(text) > _MAX:
        return None
    parts = [part.strip(" ,") for part in _STRONG.split(text)]
    if len(parts) == 1:
        parts = [part.strip() for part in re.split(r"[,،、]", text)]
        if len(parts) < 2 or not all(_could_be_name(part) for part in parts):
            return None
    elif len(parts) > 2 or "," in text:
        parts = [piece.strip() for part in parts for piece in (part.split(",") if _listed(part) else [part])]
    parts = [part for part in parts if part]
    if not 2 <= len(parts) <= _MOST or any(not fold(part) or placeholder(part) for part in parts):
        return None
    return _with_family(parts)


@lru_cache(maxsize=1 << 16)
def is_odd(name: str) -> bool:
    """Whether a text in the place of a person's name is a placeholder or holds several names."""
    return bool(placeholder(name) or split_names(name))


def _listed(part: str) -> bool:
    """Whether the commas of a part are between names: ``Ann Lee, Bob Ray``."""
    return "," in part and all(_could_be_name(piece) for piece in part.split(","))


def _could_be_name(text: str) -> bool:
    """Whether a text is a name in full: two to four words that begin with a capital or have none."""
    words = text.split()
    letters = [word for word in words if word[0].isalpha() and not word[0].islower()]
    return (
        2 <= len(words) <= 4 and len(letters) >= 2 and not any(sign.isdigit() for sign in text) and not _degree(words)
    )


def _degree(words: list[str]) -> bool:
    return any((word.endswith(".") and len(word) > 3) or (word.isupper() and 1 < len(word) <= 4) for word in words)


def _with_family(parts: list[str]) -> list[str] | None:
    last = parts[-1].split()
    if len(parts) == 2 and len(parts[0].split()) == 1 and len(last) > 1:
        return [f"{parts[0]} {last[-1]}", parts[1]]
    whole = [len(part.split()) > 1 for part in parts]
    return parts if all(whole) else None
