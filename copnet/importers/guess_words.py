"""What columns and sheets are usually called, and what that is for copnet."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[\W_]+")

PEOPLE = {
    "name": ("name", "full name", "your name", "person", "respondent", "respondent name", "participant", "member",
             "colleague", "who are you", "contact", "contact name", "first and last name", "nom", "nombre",
             "vorname und nachname"),
    "first name": ("first name", "firstname", "first", "given name", "forename", "recipientfirstname", "vorname",
                   "prenom"),
    "last name": ("last name", "lastname", "last", "surname", "family name", "recipientlastname", "nachname"),
    "email": ("email", "e mail", "email address", "e mail address", "mail", "your email", "recipientemail"),
    "organization": ("organization", "organisation", "org", "affiliation", "institution", "company", "employer",
                     "agency", "school", "your organization", "your organisation", "organization name",
                     "organisation name", "which organization", "which organisation", "what organization",
                     "what organisation", "verein", "einrichtung"),
    "role": ("role", "job title", "position", "title", "job", "your role", "rolle", "funktion"),
    "location": ("location", "city", "town", "region", "place", "state", "country", "ort", "wohnort", "ville",
                 "ciudad"),
    "topics": ("topics", "topic", "interests", "expertise", "keywords", "tags"),
    "url": ("url", "website", "web page", "link", "homepage"),
    "bio": ("bio", "biography", "about"),
    "community": ("community", "cohort", "network", "group", "program", "programme"),
}  # fmt: skip
ORGANIZATIONS = {
    "name": ("name", "organization", "organisation", "organization name", "organisation name", "org", "institution",
             "company", "agency", "school"),
    "kind": ("kind", "type", "category", "organization type"),
    "sector": ("sector", "sponsorship", "industry", "field"),
    "location": PEOPLE["location"],
    "url": PEOPLE["url"],
    "community": PEOPLE["community"],
}  # fmt: skip
COLLABORATIONS = {
    "title": ("title", "title of session", "session", "session title", "event", "event name", "event title", "activity",
              "project", "project name", "article", "article title", "publication", "presentation", "name", "what",
              "collaboration", "meeting", "workshop", "topic of session", "titel", "veranstaltung", "titre", "titulo"),
    "kind": ("kind", "type", "format", "category", "event type", "type of activity"),
    "started_on": ("date", "start", "start date", "started", "started on", "when", "day", "year", "date of event",
                   "from date", "published", "publication date", "begin", "datum", "fecha"),
    "ended_on": ("end", "end date", "ended", "ended on", "until", "to date"),
    "venue": ("venue", "location", "place", "where", "conference", "journal", "magazine", "city", "ort", "lieu",
              "lugar"),
    "topics": ("topics", "topic", "keywords", "tags", "theme", "themes", "thema", "themen", "tema"),
    "community": ("community", "cohort", "network", "program", "programme"),
    "status": ("status",),
    "outcome": ("outcome", "result", "results", "what came of it"),
    "url": PEOPLE["url"],
}  # fmt: skip
TIES = {
    "from": ("from", "source", "ego", "respondent", "sender", "who", "from name", "rater", "respondent name",
             "nominator"),
    "to": ("to", "target", "alter", "colleague", "receiver", "whom", "to name", "ratee", "nominee", "colleague name"),
    "kind": ("kind", "relation", "relationship", "type", "question", "tie", "layer", "connection type", "label"),
    "value": ("value", "weight", "strength", "frequency", "rating", "score", "answer", "response", "how often"),
    "wave": ("wave", "round", "survey wave", "time point"),
    "asked_on": ("date", "asked on", "answered on", "timestamp", "when", "submitted"),
}  # fmt: skip
PARTICIPATIONS = {
    "collaboration": ("collaboration", "collaboration id", "event", "event id", "session", "session id", "project",
                      "project id", "paper id", "article id", "activity", "meeting"),
    "person": ("person", "person name", "person id", "participant", "name", "author", "presenter", "attendee",
               "speaker"),
    "organization": PEOPLE["organization"],
    "role": ("role", "as"),
}  # fmt: skip
RESPONDENT = {key: words for key, words in PEOPLE.items() if key not in ("bio", "url", "topics", "community")} | {
    "answered_on": ("timestamp", "date submitted", "submitdate", "recorded date", "recordeddate", "end date", "enddate",
                    "submitted", "completed", "completion time", "zeitstempel", "date"),
    "finished": ("finished", "completed", "complete"),
    "wave": ("wave", "round", "survey wave"),
}  # fmt: skip
ROLES = {
    "presenter": ("presenters", "presenter", "speakers", "speaker", "presented by", "panelists", "panellists", "panel",
                  "referenten", "referentinnen", "referierende", "ponentes"),
    "author": ("authors", "author", "written by", "writers", "by"),
    "host": ("hosts", "host", "organizers", "organisers", "organized by", "hosted by", "facilitators", "facilitator",
             "moderator", "moderators"),
    "guest": ("guests", "guest"),
    "coach": ("coach", "coaches"),
    "participant": ("participants", "participant", "attendees", "attended", "people", "people involved", "who",
                    "names", "name", "team", "members", "partners", "with", "collaborators", "contributors",
                    "teilnehmende", "teilnehmer", "participantes"),
}  # fmt: skip
IN_TRUST = ("race", "ethnicity", "ethnic", "gender", "pronouns", "tribal", "disability", "religion", "orientation",
            "income", "age", "lived", "nationality", "immigration")  # fmt: skip
SCALE = {
    0: ("never", "not at all", "no", "none", "no contact", "not applicable", "n a", "do not know", "don t know",
        "i do not know this person", "i don t know this person", "do not know this person", "don t know them",
        "not yet", "unchecked", "not selected", "false", "nie", "jamais", "nunca", "strongly disagree", "disagree",
        "i am this person", "this is me", "that is me", "self", "myself"),
    1: ("rarely", "seldom", "yearly", "once a year", "a little", "yes", "x", "checked", "selected", "once", "true",
        "slightly", "weak", "selten", "rarement", "neutral", "aware of"),
    2: ("sometimes", "occasionally", "quarterly", "somewhat", "some", "a few times a year", "moderate", "moderately",
        "manchmal", "parfois", "agree", "know", "well"),
    3: ("often", "frequently", "monthly", "a lot", "quite a bit", "strong", "very well", "oft", "souvent",
        "strongly agree", "work with"),
    4: ("very often", "weekly", "very much", "usually", "extremely", "very strong"),
    5: ("always", "daily", "every day", "completely", "immer", "toujours", "siempre"),
}  # fmt: skip
BLANK = frozenset(
    {
        "–",
        "n/a",
        "N/A",
        "NA",
        "#N/A",
        "NULL",
        "null",
        "NaN",
        "nan",
        "none",
        "?",
        "anonymous",
        "TBD",
        "tbd",
        "TBA",
        "tba",
    }
)
ADDRESSED = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "sir", "herr", "frau", "mme", "sr", "sra"}
)
"""How people are addressed: no role, though it stands under "Title"."""
SUBMITTED = ("start time", "completion time", "timestamp", "zeitstempel", "recorded date", "date submitted")
"""Columns that show that a row is an answer to a form."""
ORGANIZATION_SHEETS = ("organization", "organisation", "institution", "agencies", "companies", "partner")
ANSWER_HEADERS = ("respondent", "respondent name", "colleague", "colleague name", "answer", "response", "question")


def plain(text: str) -> str:
    """The words of a name of a column, without case, accents and signs."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_NOT_WORD.sub(" ", "".join(sign for sign in folded if not unicodedata.combining(sign))).split())


def meaning(header: str, words: dict[str, tuple[str, ...]]) -> str | None:
    """What a header is called in a list of meanings; a name of two words and more may stand inside a longer one."""
    text = plain(header)
    for key, known in words.items():
        if text in known or text == key.replace("_", " "):
            return key
    padded = f" {text} "
    if len(padded.split()) > 8:
        return None
    return next(
        (key for key, known in words.items() for word in known if " " in word and f" {word} " in padded), None
    )  # fmt: skip


def scale_value(word: str) -> float | None:
    """The value of a usual word of a scale: 0 is not a tie; None where it is not known."""
    text = plain(word)
    return next((float(value) for value, known in SCALE.items() if text in known), None)
