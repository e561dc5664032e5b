"""Opening an embedded store where there is none, where there is something else, and where somebody has it open."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from copnet.bootstrap import open_store
from copnet.errors import StoreError, StoreLocked, StoreMissing, UsageError
from copnet.settings import Settings
from copnet.stores.embedded import EmbeddedStore
from tests.support.world import people, world


def holds(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_store_made_is_there_the_next_time(tmp_path: Path) -> None:
    folder = tmp_path / "my stores" / "Zoë's store"
    with open_store(str(folder), create=True, settings=Settings()) as store:
        store.write(lambda writer: writer.put(world()))
        before, version = store.snapshot(), store.version()
        assert store.address == str(folder)
    with open_store(str(folder), settings=Settings()) as store:
        assert store.version() == version
        assert store.check() == []
        assert all(store.snapshot()[table].equals(frame) for table, frame in before.frames.items())
    with open_store(str(folder), create=True, settings=Settings()) as store:
        assert store.count("people") == 3


def test_a_missing_folder_is_named_and_not_made(tmp_path: Path) -> None:
    for opens in (lambda folder: open_store(str(folder), settings=Settings()), EmbeddedStore.open):
        with pytest.raises(StoreMissing, match="copnet import") as caught:
            opens(tmp_path / "none")
        assert str(tmp_path / "none") in str(caught.value)
        assert caught.value.exit_code == 3
    assert holds(tmp_path) == []


@pytest.mark.parametrize("create", [False, True])
def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, create: bool) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(StoreMissing, match="other files" if create else "no copnet store"):
        EmbeddedStore.open(tmp_path, create=create)
    assert holds(tmp_path) == ["thesis.docx"]


def test_an_empty_folder_is_only_used_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        EmbeddedStore.open(tmp_path)
    assert holds(tmp_path) == []
    EmbeddedStore.open(tmp_path, create=True).close()
    EmbeddedStore.open(tmp_path).close()


@pytest.mark.parametrize("create", [False, True])
def test_a_file_is_no_store(tmp_path: Path, create: bool) -> None:
    (tmp_path / "table.csv").write_text("id,name\n")
    for path in (tmp_path / "table.csv", tmp_path / "table.csv" / "below"):
        with pytest.raises(StoreError) as caught:
            EmbeddedStore.open(path, create=create)
        assert str(path) in str(caught.value)
    assert (tmp_path / "table.csv").read_text() == "id,name\n"


def test_a_name_no_disk_takes_is_an_error_of_ours(tmp_path: Path) -> None:
    for name in ("x" * 300, "a\0b"):
        with pytest.raises((StoreError, UsageError)):
            open_store(str(tmp_path / name), create=True, settings=Settings())


def test_a_damaged_store_is_an_error_of_ours(tmp_path: Path) -> None:
    with EmbeddedStore.open(tmp_path / "s", create=True) as store:
        store.write(lambda writer: writer.put(people("a")))
    for bucket in (tmp_path / "s").glob("Person*.bucket"):
        bucket.write_bytes(bucket.read_bytes()[:100])
    with pytest.raises(StoreError) as caught, EmbeddedStore.open(tmp_path / "s") as store:
        store.read("people")
    assert str(tmp_path / "s") in str(caught.value)
    (tmp_path / "s" / "schema.json").unlink()
    (tmp_path / "s" / "schema.prev.json").unlink(missing_ok=True)
    for create in (False, True):
        with pytest.raises(StoreMissing):
            EmbeddedStore.open(tmp_path / "s", create=create)


def test_twice_in_one_program_is_refused(tmp_path: Path) -> None:
    with EmbeddedStore.open(tmp_path / "s", create=True) as store:
        with pytest.raises(StoreLocked, match="open already in this program"):
            EmbeddedStore.open(tmp_path / "s")
        store.write(lambda writer: writer.put(people("a")))
        assert store.count("people") == 1


SECOND = """
import sys
from pathlib import Path
from copnet.errors import StoreLocked
from copnet.stores.embedded import EmbeddedStore
try:
    EmbeddedStore.open(Path(sys.argv[1]), create=True)
except StoreLocked as error:
    print(error)
    sys.exit(error.exit_code)
"""


def test_a_second_program_is_refused_and_harms_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    with EmbeddedStore.open(folder, create=True) as store:
        store.write(lambda writer: writer.put(people("a")))
        done = subprocess.run([sys.executable, "-W", "error", "-c", SECOND, folder], capture_output=True, text=True)
        assert done.returncode == 3, done.stderr
        assert "open in another program" in done.stdout
        assert done.stderr == ""
        store.write(lambda writer: writer.put(people("b")))
    with EmbeddedStore.open(folder) as store:
        assert [one.key for one in store.read("people")] == ["a", "b"]


def test_a_scratch_store_is_gone_when_closed_and_says_no_folder() -> None:
    store = EmbeddedStore.scratch()
    parent = store._folder.parent
    store.write(lambda writer: writer.put(people("a")))
    assert store.address == "a scratch store"
    assert parent.exists()
    store.close()
    assert not parent.exists()


def test_copnet_store_always_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPNET_STORE", str(tmp_path / "meant"))
    with open_store(str(tmp_path / "asked"), create=True) as store:
        assert store.address == str(tmp_path / "meant")
    assert holds(tmp_path) == ["meant"]


@pytest.mark.parametrize("address", ["neo4j://127.0.0.1:1", "bolt://127.0.0.1:1"])
def test_there_is_no_falling_back_to_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COPNET_STORE", address)
    with pytest.raises(StoreError) as caught:
        open_store(str(tmp_path / "asked"), create=True)
    assert caught.value.exit_code == 3
    assert holds(tmp_path) == []


@pytest.mark.parametrize("address", ["http://127.0.0.1", "mysql://x", "file:///x", "://x"])
def test_an_address_of_an_unknown_kind_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="is no store copnet knows") as caught:
        open_store(address, create=True, settings=Settings())
    assert caught.value.exit_code == 2
    assert holds(tmp_path) == []


def test_too_little_memory_for_java_is_an_error_of_ours(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from copnet.errors import StoreFailed\n"
        "from copnet.stores.embedded import EmbeddedStore\n"
        "try: EmbeddedStore.open(Path(sys.argv[1]), create=True, memory='9999999g')\n"
        "except StoreFailed as error: print(error); sys.exit(error.exit_code)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, tmp_path / "s"], capture_output=True, text=True)
    assert done.returncode == 3, done.stderr
    assert "COPNET_MEMORY asks for 9999999g" in done.stdout


ONCE = """
import sys
from pathlib import Path
from copnet.stores import embedded_folder
from copnet.stores.embedded import EmbeddedStore
embedded_folder.SMALL_BYTES = int(sys.argv[2])
with EmbeddedStore.open(Path(sys.argv[1]), memory="32m" if len(sys.argv) > 3 else "1g", once=True) as store:
    assert store.count("people") == 1
    import jpype
    print(*jpype.JClass("java.lang.management.ManagementFactory").getRuntimeMXBean().getInputArguments())
"""


@pytest.mark.parametrize(("given", "soon"), [(["67108864"], True), (["67108864", "32m"], True), (["1"], False)])
def test_java_is_started_for_one_answer_where_little_is_in_the_store(
    tmp_path: Path, given: list[str], soon: bool
) -> None:
    with EmbeddedStore.open(tmp_path / "s", create=True) as store:
        store.write(lambda writer: writer.put(people("p")))
    done = subprocess.run([sys.executable, "-c", ONCE, tmp_path / "s", *given], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert ("-XX:TieredStopAtLevel=1" in done.stdout) == soon
