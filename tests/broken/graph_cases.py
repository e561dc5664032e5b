"""Broken graph files of other programs, each built in code."""

# ruff: noqa: E501 - one line a case reads best

from __future__ import annotations

import copy
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.broken.cases import Builder, Case
from tests.support.books import zipped

NODES = '<node id="a" label="Ruth"/><node id="b" label="Omar"/>'
KEYS = '<key id="w" for="edge" attr.name="weight" attr.type="double"/>'


def _file(name: str, content: str | bytes) -> Builder:
    def build(base: Path) -> Path:
        path = base / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return build


def _gexf(inside: str, before: str = "") -> Builder:
    return _file(
        "net.gexf", f'<?xml version="1.0"?>{before}<gexf xmlns="http://gexf.net/1.3"><graph>{inside}</graph></gexf>'
    )


def _graphml(inside: str, before: str = "") -> Builder:
    head = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    return _file(
        "net.graphml",
        f'<?xml version="1.0"?>{before}{head}{KEYS}<graph edgedefault="directed">{inside}</graph></graphml>',
    )


def _net(text: str) -> Builder:
    return _file("net.net", text)


def _pajek(lines: str) -> Builder:
    return _net(f'*Vertices 2\n1 "Ruth"\n2 "Omar"\n{lines}')


def _dl(text: str) -> Builder:
    return _file("net.dl", text)


def _json(text: str) -> Builder:
    return _file("net.json", text)


def _files(**contents: str | bytes) -> Builder:
    """A folder of files; a double underscore in a name is its dot."""

    def build(base: Path) -> Path:
        folder = base / "net"
        folder.mkdir()
        for name, content in contents.items():
            data = content.encode() if isinstance(content, str) else content
            (folder / name.replace("__", ".")).write_bytes(data)
        return folder

    return build


def ucinet_header(
    sizes: tuple[int, ...], *, code: int = 7, labels: bytes = b"", version: bytes = b"V6404", kind: int = 3,
    title: bytes = b"",
) -> bytes:  # fmt: skip
    """The header of a UCINET data set; ``labels`` say that rows and columns have some, of this ``kind``."""
    head = b"\x05" + version + struct.pack("<5h", 26, 11, 22, 1, kind) if version else b""
    has = b"\x01" if labels else b"\x00"
    form = "i" if version.startswith(b"V") else "h"
    head += struct.pack(f"<Bh{len(sizes)}{form}B", code, len(sizes), *sizes, len(title)) + title
    return head + has * len(sizes) + labels


def _ucinet(header: bytes, data: bytes) -> Builder:
    def build(base: Path) -> Path:
        (base / "net.##d").write_bytes(data)
        path = base / "net.##h"
        path.write_bytes(header)
        return path

    return build


def _bomb() -> str:
    entities = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    return f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{entities}]>'


def _long_tag(base: Path) -> Path:
    """One tag of 600 MB, written as a hole: longer than any file may be."""
    path = base / "net.gexf"
    with path.open("wb") as file:
        file.write(b'<gexf><graph><nodes><node id="')
        file.truncate(600 * 1024 * 1024)
    return path


def _stream(name: str, start: str, size: int) -> Builder:
    """One line of a size that takes no place: a hole."""

    def build(base: Path) -> Path:
        path = base / name
        with path.open("wb") as file:
            file.write(start.encode())
            file.truncate(size)
        return path

    return build


def _overlapping(base: Path) -> Path:
    """Two entries that are the same bytes: the way to bombs that need no nesting."""
    path = base / "net.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("people.csv", "name\nRuth\n")
        again = copy.copy(target.filelist[0])
        again.filename = "organizations.csv"
        target.filelist.append(again)
    return path


def _bomb_in_a_zip(base: Path) -> Path:
    inner = _zip_bomb(base)
    return zipped(base / "outer.zip", {"net.zip": inner.read_bytes()})


def _zip_bomb(base: Path) -> Path:
    path = base / "net.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target, target.open("edges.csv", "w") as entry:
        entry.write(b"Source,Target\n")
        for _ in range(60):
            entry.write(b"a" * (1 << 20))
    return path


def _nested(count: int, opening: str, closing: str) -> Callable[[], str]:
    return lambda: opening * count + closing * count


GRAPH_CASES = [
    Case("GEXF cut off", _file("net.gexf", "<gexf><graph><nodes><node id='a'"), {"expected": "undamaged XML"}),
    Case("GEXF bomb", _gexf("<nodes><node id='&j;'/></nodes>", _bomb()), {"file": "net.gexf", "expected": "document type"}),
    Case("GEXF that grows with the square", _gexf(f"<nodes><node id='{'&a;' * 50_000}'/></nodes>", f"<!DOCTYPE x [<!ENTITY a '{'a' * 50_000}'>]>"), {"expected": "document type"}),
    Case("GraphML with an external entity", _graphml("<node id='&x;'/>", "<!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"), {"expected": "document type"}),
    Case("GEXF with an external entity", _gexf("<nodes/>", "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>"), {"expected": "document type"}),
    Case("GEXF nested deeply", _gexf(_nested(5_000, "<node id='a'><nodes>", "</nodes></node>")()), {"expected": "100 deep"}),
    Case("GEXF without a graph", _file("net.gexf", "<gexf></gexf>"), {"expected": "element graph"}),
    Case("GEXF without nodes", _gexf("<nodes/>"), {"expected": "nothing"}),
    Case("GEXF edge to nobody", _gexf(f"<nodes>{NODES}</nodes><edges><edge source='a' target='z'/></edges>"), {"sheet": "edges", "row": 1, "column": "target", "value": "z"}),
    Case("GEXF node twice", _gexf(f"<nodes>{NODES}<node id='a' label='Li'/></nodes>"), {"sheet": "nodes", "row": 3, "column": "id", "value": "a"}),
    Case("GEXF node without a name", _gexf("<nodes><node/></nodes>"), {"sheet": "nodes", "row": 1, "column": "id"}),
    Case("GEXF weight in words", _gexf(f"<nodes>{NODES}</nodes><edges><edge source='a' target='b' weight='strong'/></edges>"), {"sheet": "edges", "row": 1, "column": "weight", "value": "strong"}),
    Case("GEXF weight that is no number", _gexf(f"<nodes>{NODES}</nodes><edges><edge source='a' target='b' weight='NaN'/></edges>"), {"row": 1, "column": "weight", "value": "NaN"}),
    Case("GEXF in an encoding nobody knows", _file("net.gexf", "<?xml version='1.0' encoding='x-none'?><gexf/>"), {"expected": "encoding"}),
    Case("GEXF of one endless tag", _long_tag, {"file": "net.gexf"}),
    Case("GEXF tag of 5 MB", _gexf(f"<nodes><node id='{'a' * 5_000_000}'/></nodes>"), {"expected": "no tag of more than"}),
    Case("GEXF text of 5 MB", _file("net.gexf", f"<gexf><meta><creator>{'a' * 5_000_000}</creator></meta></gexf>"), {"expected": "no text of more than"}),
    Case("GEXF label with a direction of writing forced", _gexf("<nodes><node id='a' label='Ruth&#x202E;semA'/></nodes>"), {"sheet": "nodes", "row": 1, "column": "label", "expected": "invisible"}),
    Case("GEXF with 300 attributes", _gexf("<attributes class='node'>" + "".join(f"<attribute id='{n}' title='t{n}'/>" for n in range(300)) + "</attributes><nodes><node id='a'>" + "".join(f"<attvalue for='{n}' value='1'/>" for n in range(300)) + "</node></nodes>"), {"expected": "200"}),
    Case("GEXF that is GraphML", _file("net.gexf", "<svg><gexf/></svg>"), {"expected": "root element"}),
    Case("GraphML bomb", _graphml("<node id='&j;'/>", _bomb()), {"expected": "document type"}),
    Case("GraphML edge to nobody", _graphml('<node id="a"/><edge source="a" target="z"/>'), {"sheet": "edges", "row": 1, "column": "target", "value": "z"}),
    Case("GraphML edge without an end", _graphml('<node id="a"/><edge source="a"/>'), {"sheet": "edges", "row": 1, "column": "target"}),
    Case("GraphML key that is not declared", _graphml('<node id="a"><data key="d9">x</data></node>'), {"sheet": "nodes", "row": 1, "column": "key", "value": "d9"}),
    Case("GraphML weight in words", _graphml('<node id="a"/><node id="b"/><edge source="a" target="b"><data key="w">x</data></edge>'), {"row": 1, "column": "weight", "value": "x"}),
    Case("GraphML that ends too early", _file("net.graphml", "<graphml><graph><node id='a'>"), {"expected": "undamaged XML"}),
    Case("GraphML url that runs", _file("net.graphml", '<graphml><key id="u" for="node" attr.name="url"/><graph><node id="a"><data key="u">javascript:x</data></node></graph></graphml>'), {"row": 1, "column": "url", "expected": "https://"}),
    Case("node-link nested deeply", _json('{"nodes": [' + _nested(10_000, "[", "]")() + '], "links": []}'), {"expected": "100"}),
    Case("node-link cut off", _json('{"nodes": [{"id": 1}], "links": [{"source"'), {"expected": "breaks off"}),
    Case("node-link with NaN", _json('{"nodes": [{"id": 1}, {"id": 2}], "links": [{"source": 1, "target": 2, "weight": NaN}]}'), {"expected": "NaN"}),
    Case("node-link to nobody", _json('{"nodes": [{"id": 1}], "links": [{"source": 1, "target": 7}]}'), {"sheet": "links", "row": 1, "column": "target", "value": "7"}),
    Case("node-link without lists", _json('{"directed": true, "nodes": [], "links": {}}'), {"expected": 'list "links"'}),
    Case("node-link with a number for a node", _json('{"nodes": [{"id": 1}, 7], "links": []}'), {"sheet": "nodes", "row": 2, "value": "7"}),
    Case("Gephi edge to nobody", _files(nodes__csv="Id,Label\n1,Ruth\n", edges__csv="Source,Target\n1,2\n"), {"sheet": "edges.csv", "row": 2, "column": "Target", "value": "2"}),
    Case("Gephi edge without an end", _file("net.csv", "Source,Target\nRuth,\n"), {"row": 2, "column": "Target"}),
    Case("Gephi cells beyond the header", _file("net.csv", "Source,Target\nRuth,Omar,7\n"), {"row": 2, "expected": "2 filled cells"}),
    Case("Gephi quotation mark never closed", _file("net.csv", 'Source,Target\n"Ruth,Omar\n'), {"expected": "quotation marks"}),
    Case("Gephi columns twice", _file("net.csv", "Source,Target,source\nRuth,Omar,x\n"), {"row": 1, "column": "Source"}),
    Case("Gephi with two tables of edges", _files(a__csv="Source,Target\nx,y\n", b__csv="Source,Target\nx,y\n"), {"expected": "a.csv, b.csv"}),
    Case("Gephi zip bomb", _zip_bomb, {"file": "net.zip", "expected": "times"}),
    Case("Gephi zip of entries that overlap", _overlapping, {"file": "net.zip", "expected": "undamaged"}),
    Case("zip bomb in a zip", _bomb_in_a_zip, {"file": "outer.zip", "expected": "at least one file"}),
    Case("Gephi table of 1 GB", _stream("net.csv", "Source,Target\n", 1 << 30), {"expected": "512 MB"}),
    Case("Pajek of 1 GB", _stream("net.net", "*Vertices 2\n1 ", 1 << 30), {"expected": "512 MB"}),
    Case("Pajek line of 500 MB", _stream("net.net", "*Vertices 2\n1 ", 500_000_000), {"file": "net.net"}),
    Case("DL of 1 GB", _stream("net.dl", "dl n=2 format=edgelist1\ndata:\n", 1 << 30), {"expected": "512 MB"}),
    Case("DL line of 500 MB", _stream("net.dl", "dl n=2 format=edgelist1\ndata:\n", 500_000_000), {"file": "net.dl"}),
    Case("Gephi zip that leads out", lambda base: zipped(base / "net.zip", {"../edges.csv": b"Source,Target\nx,y\n"}), {"expected": "points out"}),
    Case("Gephi table of zero bytes", _file("net.csv", b"Source,Target\nRuth,\0\0\n"), {"row": 2, "expected": "zero bytes"}),
    Case("Gephi line of 5 MB", _file("net.csv", "Source,Target\n" + "a" * 5_000_000), {"row": 2, "expected": "line"}),
    Case("Pajek vertex that is not there", _pajek("*Arcs\n1 9\n"), {"row": 5, "column": "to", "value": "9"}),
    Case("Pajek value in words", _pajek("*Arcs\n1 2 often\n"), {"row": 5, "column": "value", "value": "often"}),
    Case("Pajek quotation mark never closed", _net('*Vertices 1\n1 "Ruth\n'), {"row": 2, "expected": "closing"}),
    Case("Pajek two billion vertices", _net("*Vertices 2000000000\n"), {"row": 1, "expected": "1,000,000"}),
    Case("Pajek vertices without a number", _net("*Vertices\n1 a\n"), {"row": 1, "expected": "number"}),
    Case("Pajek vertex beyond the number", _net('*Vertices 1\n2 "Ruth"\n'), {"row": 2, "column": "vertex", "value": "2"}),
    Case("Pajek vertex twice", _net('*Vertices 2\n1 "Ruth"\n1 "Omar"\n'), {"row": 3, "column": "vertex", "value": "1"}),
    Case("Pajek label without quotation marks", _net("*Vertices 1\n1 Ruth Ames\n"), {"row": 2, "value": "Ames"}),
    Case("Pajek section nobody knows", _pajek("*Wires\n1 2\n"), {"row": 4, "expected": "*wires"}),
    Case("Pajek matrix too small", _pajek("*Matrix\n0 1\n"), {"expected": "2 rows"}),
    Case("Pajek matrix too large", _pajek("*Matrix\n0 1\n1 0\n1 1\n"), {"row": 7, "expected": "here are more"}),
    Case("Pajek arc with one end", _pajek("*Arcs\n1\n"), {"row": 5, "value": "1"}),
    Case("Pajek partition of another length", _files(a__net="*Vertices 2\n", b__clu="*Vertices 2\n1\n2\n3\n"), {"sheet": "b.clu", "expected": "found 3"}),
    Case("Pajek vector in words", _files(a__net="*Vertices 1\n", a__vec="*Vertices 1\nhigh\n"), {"sheet": "a.vec", "row": 2, "value": "high"}),
    Case("Pajek with two networks", _files(a__net="*Vertices 1\n", b__net="*Vertices 1\n"), {"expected": "a.net, b.net"}),
    Case("DL that ends too early", _dl("dl n=3\ndata:\n0 1\n"), {"expected": "ends before"}),
    Case("DL that goes on", _dl("dl n=2\ndata:\n0 1\n1 0\n1 1\n"), {"row": 5, "expected": "there is more"}),
    Case("DL without sizes", _dl("dl format=edgelist1\ndata:\n1 2\n"), {"expected": "n="}),
    Case("DL of a format nobody knows", _dl("dl n=2 format=blockmatrix\ndata:\n0 1\n"), {"expected": "blockmatrix"}),
    Case("DL with too few labels", _dl("dl n=3\nlabels:\nRuth, Omar\ndata:\n0 0 0\n"), {"expected": "3 labels, found 2"}),
    Case("DL without data", _dl("dl n=3\nlabels:\nRuth, Omar, Li\n"), {"expected": "data:"}),
    Case("DL cell in words", _dl("dl n=2\ndata:\n0 x\n1 0\n"), {"row": 3, "value": "x"}),
    Case("DL edge beyond n", _dl("dl n=2 format=edgelist1\ndata:\n1 5\n"), {"row": 3, "column": "target", "value": "5"}),
    Case("DL edge of four words", _dl("dl n=2 format=edgelist1\ndata:\n1 2 3 4\n"), {"row": 3, "value": "1 2 3 4"}),
    Case("DL with more labels than n", _dl("dl n=2 format=edgelist1\nlabels embedded\ndata:\na b\nc a\n"), {"row": 5, "expected": "2 different labels"}),
    Case("UCINET header alone", _file("net.##h", ucinet_header((2, 2))), {"expected": ".##d"}),
    Case("UCINET data too short", _ucinet(ucinet_header((2, 2)), b"\0" * 12), {"sheet": "net.##d", "expected": "16 bytes"}),
    Case("UCINET header cut off", _ucinet(ucinet_header((2, 2), labels=b"\x08\x00R"), b"\0" * 16), {"sheet": "net.##h", "expected": "breaks off"}),
    Case("UCINET of a size nobody has", _ucinet(ucinet_header((2_000_000_000, 2_000_000_000)), b""), {"expected": "100,000"}),
    Case("UCINET of sizes below zero", _ucinet(ucinet_header((-2, -2)), b"\0" * 16), {"expected": "100,000"}),
    Case("UCINET of a version nobody knows", _ucinet(ucinet_header((2, 2), version=b"V7777"), b"\0" * 16), {"expected": "V7777"}),
    Case("UCINET header that is none", _ucinet(b"hello", b"\0" * 16), {"sheet": "net.##h"}),
    Case("UCINET of numbers nobody knows", _ucinet(ucinet_header((2, 2), code=99), b"\0" * 16), {"expected": "99"}),
]  # fmt: skip
