"""Names of organizations, taken apart: legal forms, small words, acronyms, and the chapter behind a parent's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from copnet.identity.folding import latin, listed

_LEGAL = listed(
    """
    inc incorporated ltd limited llc llp lllp plc gmbh ggmbh mbh ev eg kg kgaa ohg gbr ug sarl sas sasu srl spa
    sro scrl scop asbl vzw ivzw bv nv bvba aps oy oyj oyab asa hf ehf kft zrt nyrt doo dooel ltda eireli sl slu
    slne pty pvt pte bhd sdn corp corporation nonprofit npo ngo ong ooo oao zao ao pao uab oü tov zoo spzoo rf
    """
)
"""Words that only say what an organization is before the law. Those that are also places (UK, EU) or words of a name
(company, AS, SA, co) are taken away only together with another or after a comma."""
_LEGAL_TAILS = (("e", "v"), ("s", "a"), ("s", "l"), ("s", "r", "l"), ("s", "a", "s"), ("s", "p", "a"), ("s", "r", "o"),
                ("sp", "z", "o", "o"), ("b", "v"), ("n", "v"), ("d", "o", "o"), ("l", "l", "c"), ("a", "s"),
                ("g", "g", "m", "b", "h"), ("s", "a", "r", "l"), ("501", "c", "3"), ("a", "g"),
                ("co", "kg"))  # fmt: skip
_AFTER_A_COMMA = listed("co company sa as ab ag se lp pc pllc sc")
_SMALL = listed(
    """
    the of for and in on at to a an de la le les des du d l el los las del y e da do das dos di della delle dei
    degli der die das den dem des und fur von vom zu zur im am et au aux pour het een van voor en i na w z och for
    av og
    """
)
_SHORT = {
    "assn": "association", "assoc": "association", "ass": "association", "univ": "university", "uni": "university",
    "dept": "department", "intl": "international", "int": "international", "natl": "national", "nat": "national",
    "ctr": "center", "centre": "center", "st": "saint", "ste": "saint", "mt": "mount", "ft": "fort",
    "inst": "institute",
    "org": "organization", "organisation": "organization", "fdn": "foundation", "found": "foundation",
    "soc": "society", "cttee": "committee", "gov": "government", "govt": "government",
    "hosp": "hospital", "sch": "school", "elem": "elementary", "hs": "highschool", "dist": "district", "co": "county",
    "cnty": "county", "svc": "service", "svcs": "services", "serv": "services", "ed": "education", "educ": "education",
    "tech": "technology", "acad": "academy", "coll": "college", "fed": "federation", "lib": "library", "mus": "museum",
    "n": "north", "s": "south", "e": "east", "w": "west", "bros": "brothers", "mfg": "manufacturing", "grp": "group",
    "theatre": "theater", "labour": "labor", "programme": "program", "colour": "color", "neighbourhood": "neighborhood",
}  # fmt: skip
_COMMON = listed(
    """
    association organization network foundation institute institution center school university college academy
    society council committee commission board department ministry office agency service services group team club
    union league federation alliance coalition partnership consortium initiative project program trust fund
    cooperative company corporation hospital clinic museum library church community national international
    regional state county city district public verein verband bund stiftung schule universitat hochschule institut
    zentrum netzwerk gesellschaft asociacion fundacion escuela universidad centro red instituto colegio liga
    sociedad ministerio federacion association fondation ecole universite centre reseau societe ministere syndicat
    comite conseil associazione fondazione scuola universita istituto associacao fundacao rede escola universidade
    stichting vereniging holding holdings solutions systems technologies international global digital media labs
    studio
    """
)
_IN_PARENTHESES = re.compile(r"\s*[(\[]([^()\[\]]{2,40})[)\]]")
_CHAPTER = re.compile(
    r"\s+(?:of|in|de|del|do|da|von|in der|van)\s+|\s*[,/:]\s+|\s+[-–—|]\s+|\s+(?=(?:chapter|branch|section|office)\b)",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"(?:[^\W\d_]\.?){2,10}")


@dataclass(frozen=True, slots=True)
class OrganizationName:
    """One spelling of an organization's name.

    Attributes:
        words: in Latin letters, abbreviations written out, without legal forms and small words.
        acronyms: short forms the name itself may be written as, from the initials of its words.
        short: the name when it looks like an acronym itself, or the one it has in parentheses; blank otherwise.
        heads: words of the name before ``of``, a comma or a dash: of what it may be a chapter.
    """

    words: tuple[str, ...]
    acronyms: frozenset[str]
    short: str
    heads: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1 << 16)
def organization_name(text: str) -> OrganizationName:
    """Take a name apart.

    Args:
        text: as written: ``Northern Education Network (NEN)``, ``Teachers' League of Washington``, ``Care e.V.``.
    """
    inside = [part for part in _IN_PARENTHESES.findall(text) if _is_acronym(part.strip())]
    bare = _IN_PARENTHESES.sub("", text) if inside else text
    bare = bare if latin(bare) else text
    words = _core(bare)
    short = "".join(latin(inside[0])) if inside else ""
    if not short and _is_acronym(bare.strip()):
        short = "".join(latin(bare))
    every = _without_legal(latin(bare), comma="," in bare)
    initials = {"".join(word[0] for word in some) for some in (words, every, latin(bare)) if len(some) > 1}
    heads = []
    for cut in _CHAPTER.finditer(bare):
        head = _core(bare[: cut.start()])
        if head and head != words and head not in heads:
            heads.append(head)
    return OrganizationName(words, frozenset(one for one in initials if len(one) > 1), short, tuple(heads))


def is_common(word: str) -> bool:
    """Whether many organizations have this word in their names: association, network, school ..."""
    return word in _COMMON


def _is_acronym(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    capitals = sum(sign.isupper() for sign in letters)
    return bool(_ACRONYM.fullmatch(text)) and len(letters) >= 2 and capitals >= max(2, len(letters) - 1)


def _core(text: str) -> tuple[str, ...]:
    """The words that make the name; all of them where nothing else would be left."""
    every = latin(text)
    words = _without_legal(every, comma="," in text)
    core = tuple(_SHORT.get(word, word) for word in words if word not in _SMALL)
    return core or words or every


def _without_legal(words: tuple[str, ...], *, comma: bool) -> tuple[str, ...]:
    while len(words) > 1:
        tail = next((tail for tail in _LEGAL_TAILS if words[-len(tail) :] == tail and len(words) > len(tail)), None)
        if tail:
            words = words[: -len(tail)]
        elif words[-1] in _LEGAL or (comma and words[-1] in _AFTER_A_COMMA):
            words = words[:-1]
        else:
            break
    return words
