"""Which kind of collaboration a work is, by the type its file gives it."""

from __future__ import annotations

from copnet.importers.cells import fold_word

KINDS: dict[str, str] = {
    "article": """
        article articlejournal articlemagazine articlenewspaper periodical inproceedings conference paperconference
        cpaper jour mgzn mgzn news abst ejour inpr ejart unpublished unpb unpd manuscript preprint review letter
        editorial erratum retraction suppperiodical post postweblog blog reviewbook entry entrydictionary
        entryencyclopedia ency dict bookreview misc gen document other paratext peerreview reference referenceentry
    """,
    "book": "book mvbook edbook ebook collection mvcollection proceedings mvproceedings conf monograph booklet classic",
    "chapter": "chapter chap echap inbook incollection bookchapter bookinbook suppbook suppcollection",
    "report": "report techreport rprt standard stand govdoc legislation bill hear case patent pat pamphlet pamp",
    "thesis": "thesis phdthesis mastersthesis thes dissertation",
    "presentation": "presentation speech slide lecture interview broadcast",
    "resource": """
        resource dataset data software comp manual online electronic elec web webpage www blogpost map figure fig
        graphic video motionpicture song audio sound multi multimedia mpct advs art chart aggr dbase pcomm icomm
        supplementarymaterials
    """,
    "grant": "grant",
}
"""By kind the types of BibTeX and BibLaTeX, RIS, CSL and OpenAlex, without case, blanks and hyphens."""

_BY_TYPE = {word: kind for kind, words in KINDS.items() for word in words.split()}


def kind_of(type_: str | None) -> str:
    """The kind of a work; a type that is not known is an article, as most works are.

    >>> kind_of("JOUR"), kind_of("paper-conference"), kind_of("phdthesis"), kind_of(None)
    ('article', 'article', 'thesis', 'article')
    """
    return _BY_TYPE.get(fold_word(type_ or ""), "article")


def is_known(type_: str | None) -> bool:
    """Whether the type is one of the table above."""
    return fold_word(type_ or "") in _BY_TYPE
