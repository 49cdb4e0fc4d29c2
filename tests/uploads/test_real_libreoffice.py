"""LibreOffice itself, where it is installed: it prints what speakers send, and obeys nothing that a file asks for."""

from __future__ import annotations

import http.server
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from conference.core import confined, libreoffice
from conference.core.libreoffice import as_pdf
from conference.core.page_pictures import drawn
from tests.client import Visitor
from tests.made.agenda import give_role, make_session, make_speaker
from tests.made.libreoffice import ARABIC, converted, docx, included, odp, paragraph, picture, text
from tests.made.speakers import invited, send
from tests.world import World

MACRO = """Sub Main
Open "%s" For Output As #1
Print #1, "ran"
Close #1
End Sub"""


def printed(body: bytes, ending: str, *hidden: Path) -> list[str]:
    """The text of each page."""
    with as_pdf(BytesIO(body), ending=ending, hidden=hidden) as pdf:
        return [page.get_textpage().get_text_range().strip() for page in pypdfium2.PdfDocument(pdf.read())]


@pytest.mark.parametrize("ending", ["odp", "pptx", "ppt"])
def test_presentations_are_printed_with_their_arabic(tmp_path: Path, ending: str) -> None:
    body = odp(text(ARABIC), text("Migration de main-d’œuvre"))
    if ending != "odp":
        body = converted(body, ending, tmp_path)
    assert printed(body, ending) == [ARABIC, "Migration de main-d’œuvre"]


def test_a_document_is_printed_with_its_arabic() -> None:
    assert printed(docx(paragraph(ARABIC)), "docx") == [ARABIC]


def test_a_speaker_sees_the_pages_that_the_room_will_see(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker)
    path = invited(world, speaker)
    assert send(visitor.get(path), odp(text(ARABIC), text("2")), "عرض.odp").status == 302
    world.deliver()
    page = visitor.get(visitor.get(path).one("#slides .upload p > a").get("href") or "")
    shown = [visitor.get(one.get("src") or "").response.data for one in page.all("#pages img")]
    sizes = [Image.open(BytesIO(one)).size for one in shown]
    assert sizes == [(960, 540), (960, 540)]


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """The paths that somebody asked a server on this machine for, after its address."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET

        def log_message(self, *_words: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    paths.append(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield paths
    server.shutdown()
    thread.join()
    server.server_close()


def test_nothing_is_fetched_from_the_network(asked: list[str]) -> None:
    address = f"{asked.pop()}/picture.png"
    assert printed(odp(text("before"), picture(address)), "odp") == ["before", ""]
    link = (
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        f'attachedTemplate" Target="{address}" TargetMode="External"/>'
    )
    assert printed(docx(paragraph("before"), link), "docx") == ["before"]
    assert asked == []


def test_the_settings_alone_keep_it_from_the_network(
    asked: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where the system lets no process leave the network; and without the settings it would have gone there."""
    body = odp(picture(f"{asked.pop()}/picture.png"))
    source = tmp_path / "a.odp"
    source.write_bytes(body)
    for number, settings in enumerate([libreoffice._SETTINGS, ()]):
        monkeypatch.setattr(libreoffice, "_SETTINGS", settings)
        profile = tmp_path / str(number)
        libreoffice._write_settings(profile)
        command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", str(tmp_path), str(source)], check=True, capture_output=True, timeout=120)
        assert (len(asked) > 0) == (number == 1)


def test_files_of_the_installation_are_not_drawn(tmp_path: Path) -> None:
    Image.new("RGB", (200, 200), (255, 0, 0)).save(tmp_path / "secret.png")
    (tmp_path / "secret.txt").write_text("the secret")
    body = odp(picture((tmp_path / "secret.png").as_uri()))

    def is_red(*hidden: Path) -> bool:
        with as_pdf(BytesIO(body), ending="odp", hidden=hidden) as pdf, drawn(pdf) as pictures:
            image = Image.open(pictures[0].path).convert("RGB")
            red, green, _blue = image.getpixel((400, 150))  # type: ignore[misc]
            return bool(red > 200 and green < 60)

    assert is_red()
    if os.system("unshare --user --net --mount --map-current-user true 2>/dev/null") == 0:
        assert not is_red(tmp_path)
    assert "the secret" not in printed(docx(paragraph("a") + included(tmp_path / "secret.txt")), "docx")[0]


def test_macros_never_run(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    body = odp(text("Trends"), macro=MACRO % ran)
    assert printed(body, "odp") == ["Trends"]
    assert not ran.exists()
    # The same file where somebody trusts everything, so that it is known to hold a macro that runs.
    source, profile = tmp_path / "a.odp", tmp_path / "profile"
    source.write_bytes(body)
    low = (("Office.Common/Security/Scripting", "MacroSecurityLevel", "0"),)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(libreoffice, "_SETTINGS", low)
        libreoffice._write_settings(profile)
    process = subprocess.Popen(
        ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", str(source)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        for _attempt in range(300):
            if ran.exists():
                break
            time.sleep(0.1)
        assert ran.exists()
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.parametrize(("seconds", "memory"), [(1, 4096), (60, 60)])
def test_a_conversion_without_time_or_memory_fails_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: int, memory: int
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(libreoffice, "SECONDS", seconds)
    monkeypatch.setattr(libreoffice, "MEMORY", memory * 1024 * 1024)
    many = odp(*[text(ARABIC)] * 3000)
    with pytest.raises(confined.ProgramFailed):
        printed(many, "odp")
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_presentation_inside_is_not_guessed() -> None:
    with pytest.raises(confined.ProgramFailed):
        printed(b"<html><body>Trends</body></html>", "pptx")
