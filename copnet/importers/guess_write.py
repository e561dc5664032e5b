"""The guess as a mapping file, with everything found beside it in comments."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from copnet.importers.guess_table import Guess

_SHOWN = 60
_A_LINE = 100


def as_toml(guesses: Sequence[Guess], source: str) -> str:
    """The text of a mapping file."""
    lines = [
        f"# What the columns of {_comment(source)} mean: a first guess by copnet. Correct it, then:",
        f"#   copnet import {_comment(source)} --mapping THIS-FILE --dry-run",
        '# On the right of each = stands what the column is. "keep": kept under its own name; "ignore": not read.',
        "# Lines that begin with # are notes for you: they change nothing.",
    ]
    for guess in guesses:
        lines += ["", *_section(guess)]
    return "\n".join(lines) + "\n"


def text(value: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _section(guess: Guess) -> Iterator[str]:
    at = f"[table.{text(guess.name)}"
    yield f"{at}]"
    yield from _noted(guess, "each_row", f"each_row = {text(guess.each_row)}")
    for key, value in guess.keys.items():
        yield from _noted(guess, key, f"{key} = {_value(value)}")
    if guess.always:
        yield from ("", f"{at}.always]  # what holds for every row")
        for key, value in guess.always.items():
            yield from _noted(guess, key, f"{key} = {text(value)}")
    yield from ("", f"{at}.columns]")
    for header, samples in zip(guess.headers, guess.samples, strict=True):
        if header in guess.columns:
            yield f"# e.g. {_samples(samples)}"
            yield from _noted(guess, header, f"{text(header)} = {_value(guess.columns[header])}")
        elif header not in guess.asked:
            yield f"# {_short(header)} is read with another column; e.g. {_samples(samples)}"
    yield from _asked(guess)
    if guess.questions:
        yield from ("", f"{at}.questions]")
        yield from _noted(guess, "questions", None)
        for question, kind in guess.questions.items():
            yield f"{text(question)} = {text(kind)}"
    if guess.answers:
        yield from ("", f'{at}.answers]  # what each answer is worth; "not a tie": they have none')
        for word, value in guess.answers.items():
            yield from _noted(guess, f"answer {word}", f"{text(word)} = {_value(value)}")


def _asked(guess: Guess) -> Iterator[str]:
    """The columns of colleagues, one line each."""
    if guess.asked:
        yield f"# {len(guess.asked)} columns ask about colleagues:"
        samples = dict(zip(guess.headers, guess.samples, strict=True))
        for header in guess.asked:
            yield f"#   {_short(header)}: {_samples(samples[header])}"


def _noted(guess: Guess, key: str, line: str | None) -> Iterator[str]:
    note = guess.notes.get(key)
    if (note and line and len(line) + len(note) > _A_LINE) or (note and not line):
        yield f"# {note}"
        note = None
    if line:
        yield f"{line}  # {note}" if note else line


def _value(value: Any) -> str:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return str(value)


def _samples(samples: Sequence[str]) -> str:
    return " | ".join(map(_short, samples)) or "no cell is filled"


def _short(value: str) -> str:
    cut = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
    return _comment(cut)


def _comment(value: str) -> str:
    """A text that can stand in a comment: line breaks and invisible signs become blanks."""
    return "".join(sign if sign.isprintable() else " " for sign in value)
