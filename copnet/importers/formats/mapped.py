"""Any text table or workbook by a mapping: each sheet is read as its section of the mapping file says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from copnet.errors import ImportRefused
from copnet.importers.cells import Spelling
from copnet.importers.drafts import Drafts
from copnet.importers.files import TEXT_ENDINGS
from copnet.importers.formats.kinds import FileFormat
from copnet.importers.formats.mapped_people import People
from copnet.importers.formats.mapped_rows import RowReader
from copnet.importers.formats.mapped_section import Part, Shared
from copnet.importers.formats.mapped_survey import SurveyReader
from copnet.importers.formats.mapped_ties import TieReader
from copnet.importers.grids import Source, open_sources
from copnet.importers.headers import Place
from copnet.importers.mapping import Mapping, TableMapping
from copnet.importers.mapping_errors import did_you_mean
from copnet.importers.mapping_models import IGNORE
from copnet.importers.mapping_words import ANSWER, RESPONDENT, fold, kind_of_row
from copnet.importers.options import ImportOptions
from copnet.importers.report import LeftOut

Pair = tuple[Source, str, TableMapping]


def read(path: Path, drafts: Drafts, options: ImportOptions) -> None:
    """Read every sheet that the mapping has a section for.

    Raises:
        ImportRefused: no mapping, an input of another kind, damaged, or too large.
        OSError: the file cannot be read.
    """
    mapping = options.mapping
    if mapping is None or not mapping.table:
        expected = 'a mapping file with a section [table."NAME"] for each sheet; copnet mapping writes a first guess'
        raise ImportRefused([Place(drafts.file).problem(expected)])
    if not path.exists():
        raise ImportRefused([Place(str(path)).problem("a file or folder that exists; nothing is there")])
    spelling = Spelling(day_first=options.day_first, month_first=options.month_first)
    if all(kind_of_row(section.each_row) == IGNORE for section in mapping.table.values()):
        expected = f'a section in which each_row says what a row is; all those of {mapping.file} say "{IGNORE}"'
        raise ImportRefused([Place(drafts.file).problem(expected)])
    shared = Shared(drafts, mapping.file, spelling, options.filling("wave"))
    # what a sheet names beyond its own rows is made: guests are in no list of members
    drafts.open |= {"people", "organizations", "communities", "collaborations"}
    people = People()
    with open_sources(path, drafts) as sources:
        for source, name, section in _pairs(sources, mapping, shared):
            _read_part(source, name, section, shared, people, options)
    people.write()


def _read_part(
    source: Source, name: str, section: TableMapping, shared: Shared, people: People, options: ImportOptions
) -> None:
    kind = kind_of_row(section.each_row)
    if kind == IGNORE:
        shared.drafts.left_out.append(LeftOut(source.name, "the mapping says: ignore"))
        return
    if section.reverse_values is not None and options.reverse_values is not None:
        expected = "either this key or the option --reverse-values, not both: they would turn the scale twice"
        shared.refuse(name, "reverse_values", f"{section.reverse_values:g}", expected)
        return
    try:
        grid = source.read(section.header_row)
    except ImportRefused as refused:
        for problem in refused.problems:
            shared.drafts.problems.add(problem, fatal=True)
        return
    if grid is None:
        if not shared.drafts.problems.fatal:
            shared.drafts.left_out.append(LeftOut(source.name, "an empty sheet"))
        return
    part = Part(name, section, grid, shared)
    if kind == RESPONDENT:
        SurveyReader(part, people).read()
    elif kind in (ANSWER, "ties"):
        TieReader(part).read()
    else:
        RowReader(part).read()


def _pairs(sources: Sequence[Source], mapping: Mapping, shared: Shared) -> list[Pair]:
    """Each sheet with its section; a section without a sheet is a fault, a sheet without a section is left out."""
    by_name = {_plain(source.name): source for source in sources}
    pairs: list[Pair] = []
    lost: list[str] = []
    for name, section in mapping.table.items():
        source = by_name.pop(_plain(name), None)
        if source is not None:
            pairs.append((source, name, section))
        else:
            lost.append(name)
    if len(sources) == len(mapping.table) == len(lost) == 1:  # last year's mapping for this year's file
        shared.drafts.cautions.append(f'{sources[0].name} was read by the section "{lost[0]}" of {mapping.file}')
        return [(sources[0], lost[0], mapping.table[lost[0]])]
    for name in lost:
        names = [source.name for source in sources]
        expected = f"the name of a sheet or file of the input ({', '.join(names[:20])}){did_you_mean(name, names)}"
        shared.refuse(name, None, name, expected)
    for source in by_name.values():
        reason = "no section of the mapping file is about it"
        shared.drafts.left_out.append(LeftOut(shared.drafts.file, f"{source.name}: {reason}"))
    return pairs


def _plain(name: str) -> str:
    """A name of a sheet or file without case and ending."""
    word = fold(name)
    return next((word.removesuffix(ending) for ending in TEXT_ENDINGS if word.endswith(ending)), word)


MAPPED = FileFormat("mapped", "a table that a mapping file explains", lambda head: False, read)
