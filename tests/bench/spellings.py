"""How people and machines spell a name otherwise. Written from what forms and exports show, not from copnet's matcher.

Diminutives are common knowledge written down here; transliteration follows ICAO Doc 9303 (machine readable travel
documents), German and Nordic letters the national customs.
"""

from __future__ import annotations

import random
import unicodedata

DIMINUTIVES = {
    "William": ("Bill", "Will", "Liam"), "Robert": ("Bob", "Rob", "Bobby"), "Richard": ("Rick", "Dick", "Rich"),
    "Elizabeth": ("Liz", "Beth", "Lizzie", "Eliza"), "Margaret": ("Maggie", "Peggy", "Meg", "Greta"),
    "Katherine": ("Kate", "Kathy", "Katie"), "Catherine": ("Cathy", "Kate"), "James": ("Jim", "Jimmy", "Jamie"),
    "John": ("Jack", "Johnny"), "Michael": ("Mike", "Mick"), "Thomas": ("Tom", "Tommy"), "Edward": ("Ed", "Ted", "Ned"),
    "Charles": ("Charlie", "Chuck"), "Joseph": ("Joe", "Joey"), "Daniel": ("Dan", "Danny"), "David": ("Dave",),
    "Matthew": ("Matt",), "Anthony": ("Tony",), "Christopher": ("Chris", "Kit"), "Andrew": ("Andy", "Drew"),
    "Steven": ("Steve",), "Kenneth": ("Ken", "Kenny"), "Timothy": ("Tim",), "Gregory": ("Greg",),
    "Jeffrey": ("Jeff",), "Benjamin": ("Ben",), "Samuel": ("Sam",), "Nicholas": ("Nick",),
    "Alexander": ("Alex", "Sasha"),
    "Patricia": ("Pat", "Trish", "Patty"), "Jennifer": ("Jen", "Jenny"), "Barbara": ("Barb", "Babs"),
    "Susan": ("Sue", "Susie"), "Deborah": ("Deb", "Debbie"), "Rebecca": ("Becky", "Becca"),
    "Theresa": ("Terry", "Tess"),
    "Victoria": ("Vicky", "Tori"), "Christina": ("Tina", "Chris"), "Abigail": ("Abby",), "Amanda": ("Mandy",),
    "Melissa": ("Missy", "Mel"), "Jessica": ("Jess",), "Stephanie": ("Steph",), "Pamela": ("Pam",),
    "Lawrence": ("Larry",), "Ronald": ("Ron",), "Donald": ("Don",), "Raymond": ("Ray",), "Philip": ("Phil",),
    "Francisco": ("Paco", "Pancho"), "José": ("Pepe",), "Ignacio": ("Nacho",), "Guadalupe": ("Lupe",),
    "Giuseppe": ("Beppe",), "Johannes": ("Hannes", "Hans"), "Sebastian": ("Basti",), "Maximilian": ("Max",),
}  # fmt: skip

PASSPORT = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y _ e iu ia".replace("_", "").split(" "),
        strict=True,
    )
)
OTHERWISE = PASSPORT | {"ж": "j", "й": "y", "х": "h", "ц": "c", "ю": "yu", "я": "ya", "ъ": "", "ы": "i"}
"""How the same names are written by hand: Yulia for Iuliia."""
CUSTOMS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"}
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
TITLES = (
    "Dr. {}",
    "Prof. {}",
    "Ms {}",
    "Mr. {}",
    "{}, PhD",
    "{}, M.A.",
    "Rev. {}",
    "Prof. Dr. {}",
    "Mrs. {}",
    "{}, MD",
)


def slip(text: str, chance: random.Random) -> str:
    """One letter left out, doubled, swapped with its neighbor, or a neighboring key hit, anywhere but at a space."""
    places = [place for place, sign in enumerate(text) if sign.isalpha()]
    place = chance.choice(places)
    match chance.randrange(4):
        case 0:
            return text[:place] + text[place + 1 :]
        case 1:
            return text[:place] + text[place] + text[place:]
        case 2 if place + 1 < len(text) and text[place + 1].isalpha():
            return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    row = next((row for row in KEYBOARD if text[place].casefold() in row), "aeiou")
    at = row.find(text[place].casefold())
    other = row[max(0, at - 1)] if chance.random() < 0.5 else row[min(len(row) - 1, at + 1)]
    return text[:place] + (other.upper() if text[place].isupper() else other) + text[place + 1 :]


def slips(text: str, chance: random.Random) -> str:
    """One slip, or two in three of ten texts."""
    once = slip(text, chance)
    return slip(once, chance) if chance.random() < 0.3 else once


def without_accents(text: str) -> str:
    """As a form that takes plain letters only would have it."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return plain.translate(str.maketrans("łŁøØđĐıßæ", "lLoOdDisa"))


def by_custom(text: str) -> str:
    """Letters written as two: Mueller."""
    return "".join(
        CUSTOMS.get(sign, CUSTOMS[sign.casefold()].capitalize() if sign.casefold() in CUSTOMS else sign)
        for sign in text
    )


def in_letters(text: str, table: dict[str, str]) -> str:
    """Cyrillic in Latin letters."""
    return "".join(
        table[sign] if sign in table else table[sign.lower()].capitalize() if sign.lower() in table else sign
        for sign in text
    )
