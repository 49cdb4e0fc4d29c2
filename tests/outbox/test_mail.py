"""The bytes that a mail becomes, and the two ways out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import Envelope, Session
from flask import Flask

from conference.outbox.mail import Attachment, FolderTransport, Mail, SmtpTransport
from conference.outbox.models import MessageState
from conference.outbox.worker import EXTENSION, Outbox
from tests.made.outbox import KIND, SENDER, free_port, messages, note, run_worker, use, write_notes
from tests.world import World

CALENDAR = "BEGIN:VCALENDAR\r\nSUMMARY:افتتاح المؤتمر\r\nEND:VCALENDAR\r\n".encode()


class Mailbox:
    """A mail server that first says a few times that it is busy."""

    def __init__(self, busy: int = 0) -> None:
        self.busy = busy
        self.seen: list[bytes] = []
        self.accepted: list[Envelope] = []

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.seen.append(envelope.content)
        if self.busy:
            self.busy -= 1
            return "451 4.3.2 Try again later"
        self.accepted.append(envelope)
        return "250 Thank you"


@contextmanager
def serving(mailbox: Mailbox) -> Iterator[str]:
    """A server on this machine, and its SMTP_URL."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


def parse(mime: bytes) -> EmailMessage:
    return message_from_bytes(mime, policy=default)  # type: ignore[return-value]


def test_a_server_that_is_busy_gets_the_same_bytes_again(make_app: Callable[..., Flask]) -> None:
    mailbox = Mailbox(busy=1)
    with serving(mailbox) as url:
        app = make_app(smtp_url=url)
        world = World(app)
        use(app, SmtpTransport(url, SENDER))
        write_notes(world, "leila@example.org", subject="تأكيد التسجيل", text="مرحبا", language="ar")
        run_worker(world)
        (waiting,) = messages(world)
        assert (waiting.state, waiting.attempts) == (MessageState.WAITING, 1)
        assert waiting.last_error.startswith("SMTPDataError: (451")
        with world.writing() as session:
            session.merge(waiting).due_at = waiting.created_at
        run_worker(world)
    assert len(mailbox.seen) == 2
    assert mailbox.seen[0] == mailbox.seen[1]
    assert mailbox.seen[0].isascii(), "not every server on the way takes eight bits"
    mail = parse(mailbox.seen[1])
    assert mail["Message-ID"].startswith("<")
    assert mail["Message-ID"].endswith("@conference.example.org>")
    assert (mail["Subject"], mail["Content-Language"]) == ("تأكيد التسجيل", "ar")
    assert mailbox.accepted[0].rcpt_tos == ["leila@example.org"]
    assert mailbox.accepted[0].mail_from == SENDER
    assert [message.state for message in messages(world)] == [MessageState.SENT]


def test_a_server_that_does_not_answer_leaves_the_message_waiting(make_app: Callable[..., Flask]) -> None:
    url = f"smtp://127.0.0.1:{free_port()}"
    app = make_app(smtp_url=url)
    world = World(app)
    use(app, SmtpTransport(url, SENDER))
    write_notes(world, "leila@example.org")
    run_worker(world)
    (message,) = messages(world)
    assert message.state == MessageState.WAITING
    assert message.last_error.startswith("ConnectionRefusedError")


def test_the_folder_holds_a_text_that_people_can_read(world: World) -> None:
    folder = world.mail_folder
    use(world.app, FolderTransport(folder))
    write_notes(world, "leila@example.org", subject="تأكيد التسجيل", text="مرحبا ليلى", language="ar")
    run_worker(world)
    (path,) = folder.glob("*.txt")
    assert path.name == "000001-test.note-leila@example.org.txt"
    assert path.read_text(encoding="utf-8") == (
        "To: leila@example.org\nSubject: تأكيد التسجيل\nAttached: –\n\nمرحبا ليلى\n"
    )
    mail = parse(path.with_suffix(".eml").read_bytes())
    body = mail.get_body(("html",))
    assert body is not None
    assert "مرحبا ليلى" in body.get_content()


def test_the_longest_address_still_names_a_file(world: World) -> None:
    folder = world.mail_folder
    use(world.app, FolderTransport(folder))
    address = "l" * 64 + "@" + ".".join(["d" * 60] * 3) + ".org"
    write_notes(world, address)
    run_worker(world)
    assert [message.state for message in messages(world)] == [MessageState.SENT]
    assert len(list(folder.glob("*.eml"))) == 1


def test_a_calendar_travels_as_a_calendar(world: World, tmp_path: Path) -> None:
    parameters = (("method", "PUBLISH"), ("charset", "utf-8"))

    def with_calendar(payload: Mapping[str, object]) -> Mail:
        return note(payload, [Attachment("thamm-2021.ics", "text/calendar", CALENDAR, parameters)])

    world.app.extensions[EXTENSION] = Outbox({KIND: with_calendar}, FolderTransport(tmp_path / "out"), SENDER)
    write_notes(world, "leila@example.org")
    run_worker(world)
    (path,) = (tmp_path / "out").glob("*.eml")
    (part,) = parse(path.read_bytes()).iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert part.get_filename() == "thamm-2021.ics"
    assert (part.get_param("method"), part.get_param("charset")) == ("PUBLISH", "utf-8")
    assert part.get_payload(decode=True) == CALENDAR
    assert "Attached: thamm-2021.ics" in path.with_suffix(".txt").read_text(encoding="utf-8")


def test_a_subject_of_several_lines_stays_one_header(world: World) -> None:
    use(world.app, FolderTransport(world.mail_folder))
    write_notes(world, "leila@example.org", subject="One\nBcc: everybody@example.org")
    run_worker(world)
    (path,) = world.mail_folder.glob("*.eml")
    mail = parse(path.read_bytes())
    assert mail["Subject"] == "One Bcc: everybody@example.org"
    assert mail["Bcc"] is None
