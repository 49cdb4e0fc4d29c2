"""Files that would cost the machine: each costs one task within its limits, and the next file is served."""

from __future__ import annotations

import ast
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conference.core import confined, page_pictures
from tests.client import Page, Visitor, words
from tests.made.agenda import give_role, make_session, make_speaker
from tests.made.heavy_pdfs import eats_memory, goes_round, never_ends
from tests.made.speakers import invited, pdf, send
from tests.world import World

FAILED = "The pages could not be drawn;"


@pytest.fixture
def path(world: World) -> str:
    event = world.event()
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker)
    return invited(world, speaker)


def newest(visitor: Visitor, path: str) -> Page:
    return visitor.get(visitor.get(path).all("#slides .upload p > a")[0].get("href") or "")


@pytest.mark.parametrize("make", [eats_memory, never_ends])
def test_a_file_that_costs_too_much_fails_alone(
    world: World, visitor: Visitor, path: str, make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_pictures, "SECONDS", 3)
    monkeypatch.setattr(page_pictures, "MEMORY", 512 * 1024 * 1024)
    assert send(visitor.get(path), make(), "heavy.pdf").status == 302
    assert send(visitor.get(path), pdf(2), "light.pdf").status == 302
    arrived = [one["Subject"] for one in world.deliver()]
    assert arrived.count("Your slides have arrived") == 2
    links = {words(link): link.get("href") or "" for link in visitor.get(path).all("#slides .upload p > a")}
    pages = {name: visitor.get(link) for name, link in links.items()}
    assert {name: len(page.all("#pages img")) for name, page in pages.items()} == {"heavy.pdf": 0, "light.pdf": 2}
    assert pages["heavy.pdf"].texts("#pages p")[0].startswith(FAILED)


def test_a_drawing_that_holds_itself_is_drawn_once(world: World, visitor: Visitor, path: str) -> None:
    send(visitor.get(path), goes_round())
    world.deliver()
    assert len(newest(visitor, path).all("#pages img")) == 1


def run(script: str, folder: Path, *, seconds: int = 20, hidden: tuple[Path, ...] = ()) -> None:
    confined.run(
        [sys.executable, "-I", "-c", script],
        stdin=None,
        seconds=seconds,
        memory=512 * 1024 * 1024,
        folder=str(folder),
        hidden=hidden,
    )


@pytest.mark.parametrize(
    "script",
    [
        "bytearray(1024 * 1024 * 1024)",
        "open('large', 'wb').truncate(2 * 1024 * 1024 * 1024)",
        "while True: pass",
        "import time; time.sleep(60)",
        "import subprocess; subprocess.Popen(['sleep', '60']).wait()",
        "import os; os.kill(os.getpid(), 11)",
        "raise SystemExit(1)",
    ],
)
def test_a_program_that_takes_too_much_is_ended(tmp_path: Path, script: str) -> None:
    began = time.monotonic()
    with pytest.raises(confined.ProgramFailed):
        run(script, tmp_path, seconds=2)
    assert time.monotonic() - began < 30


def test_what_a_program_started_ends_with_it(tmp_path: Path) -> None:
    run("import os, subprocess; open('id', 'w').write(str(subprocess.Popen(['sleep', '60']).pid))", tmp_path)
    child = int((tmp_path / "id").read_text())
    for _attempt in range(50):
        state = Path(f"/proc/{child}/stat")
        if not state.exists() or state.read_text().split()[2] == "Z":
            break
        time.sleep(0.1)
    else:
        pytest.fail("the child lives on")


def test_a_program_reads_none_of_our_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "a secret")
    run("import os; open('known', 'w').write(repr(sorted(os.environ)))", tmp_path)
    known = (tmp_path / "known").read_text()
    assert "PATH" in known
    assert "SECRET_KEY" not in known


def test_no_program_that_we_start_gets_our_settings() -> None:
    started = {}
    for path in Path(confined.__file__).parents[1].rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("subprocess."):
                started[path.name] = any(one.arg == "env" for one in node.keywords)
    assert started == {"confined.py": True, "xlsx_rows.py": True}


def may_leave() -> bool:
    """Whether this system lets a process leave the network by itself."""
    return os.system("unshare --user --net --mount --map-current-user true 2>/dev/null") == 0


def test_a_program_reaches_no_network_and_no_private_folder_where_the_system_lets_us_forbid_it(tmp_path: Path) -> None:
    private, own = tmp_path / "private", tmp_path / "own"
    private.mkdir()
    own.mkdir()
    (private / "secret").write_text("a secret")
    run(
        f"import os, socket; open('seen', 'w').write(repr((os.listdir({str(private)!r}), len(socket.if_nameindex()))))",
        own,
        hidden=(private,),
    )
    seen = (own / "seen").read_text()
    # Its loopback is a new one, which nobody has switched on.
    assert seen == "([], 1)" if may_leave() else seen.startswith("(['secret']")
    assert (private / "secret").read_text() == "a secret"


def test_a_folder_that_holds_the_programs_own_is_not_hidden(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    run("open('done', 'w').write('done')", own, hidden=(tmp_path,))
    assert (own / "done").read_text() == "done"
