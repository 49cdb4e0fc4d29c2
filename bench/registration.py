"""A thousand registrations by sixteen clients against the production server on PostgreSQL; none lost, none doubled.

    .venv/bin/python bench/registration.py [registrations] [clients]

Needs what `script/test` installs: a throw-away PostgreSQL comes with it. The demonstration is loaded, then served in
production mode by `conference serve`, with `conference worker` as a process of its own beside it. Each person opens the
demonstration's form with a browser of their own, fills it in, sends it and sees the page after it. Prints the
registrations a second and the median and 99th percentile of the form and of sending it, beside the rate of
`bench/reference.py` before and after; then counts in the database, waits until the worker has written everybody, and
counts the mails.
"""

from __future__ import annotations

import asyncio
import secrets
import statistics
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent.parent))

import lxml.html
import psycopg
from people import Client, Times
from serving import BIN, background, conference, free_port, rate, serve, start, stop

from script.suite.postgres import running_postgres

HOST = "conference.example.org"
PATH = "/en/thamm-2021/register"
MAIL_SECONDS = 600
PERSON = {
    "native_name": "Leïla Ben Ali",
    "organisation": "Ministère de l’emploi",
    "function": "Directrice",
    "country": "TN",
    "category": "government",
    "participant_list": "y",
}


def person(form: dict[str, Any], number: int) -> dict[str, Any]:
    return form | PERSON | {"email": f"bench-{number:05}@example.org"}


def untouched_form(port: int) -> dict[str, Any]:
    """What the form would send as the page shows it, every field with what stands in it."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{PATH}", headers={"X-Forwarded-Proto": "https"})
    page = lxml.html.fromstring(urllib.request.urlopen(request, timeout=10).read().decode())
    (form,) = (one for one in page.forms if "data-event-form" in one.attrib)
    fields: dict[str, Any] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    missing = set(PERSON) - set(form.fields.keys())
    if missing:
        raise SystemExit(f"the form does not ask for {sorted(missing)}")
    return fields


async def register_all(port: int, form: dict[str, Any], registrations: int, clients: int) -> Times:
    """Each client takes the next person as soon as it has finished with one."""
    numbers, times = iter(range(registrations)), Times()

    async def work(address: str) -> None:
        client = await Client.connected(port, HOST, address)
        for number in numbers:
            await client.register(PATH, person(form, number), times)
        client.writer.close()

    await asyncio.gather(*(work(f"203.0.113.{number + 1}") for number in range(clients)))
    return times


def percentile(values: list[float], share: float) -> float:
    """The value below which a share of all lies, in milliseconds."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * 1000


def counted(database: str, registrations: int) -> None:
    """Look into the database. Ends the run where anybody was lost or doubled."""
    with psycopg.connect(database) as connection:
        rows = connection.execute(
            "SELECT id, email, code FROM registration WHERE email LIKE 'bench-%@example.org'"
        ).fetchall()
        codes = connection.execute(
            "SELECT count(*), count(DISTINCT code) FROM registration"
            " WHERE event_id = (SELECT id FROM event WHERE slug = 'thamm-2021')"
        ).fetchone()
        mails = Counter(
            recipient
            for (recipient,) in connection.execute(
                "SELECT recipient FROM outbox_message WHERE recipient LIKE 'bench-%@example.org'"
            )
        )
    assert codes is not None
    addresses = Counter(email for _id, email, _code in rows)
    wanted = {f"bench-{number:05}@example.org" for number in range(registrations)}
    lost = wanted - set(addresses)
    doubled = [address for address, times in addresses.items() if times > 1]
    written_to = {address for address, times in mails.items() if times == 1}
    print(
        f"in the database: {len(rows)} registrations, {len(lost)} lost, {len(doubled)} doubled;"
        f" {codes[0]} codes at the event, {codes[1]} of them different;"
        f" {sum(mails.values())} messages, {len(wanted & written_to)} people with exactly one"
    )
    if lost or doubled or codes[0] != codes[1] or written_to != wanted or sum(mails.values()) != registrations:
        raise SystemExit("lost or doubled: see above")


def delivered(database: str, folder: Path, registrations: int, began: float) -> None:
    """Wait for the worker, and count what it wrote."""
    waiting = registrations
    with psycopg.connect(database, autocommit=True) as connection:
        while waiting and time.perf_counter() - began < MAIL_SECONDS:
            time.sleep(0.25)
            (waiting,) = connection.execute(
                "SELECT count(*) FROM outbox_message WHERE state <> 'sent' AND recipient LIKE 'bench-%'"
            ).fetchone() or (0,)
    seconds = time.perf_counter() - began
    mails = Counter(path.stem.rpartition("-bench-")[2] for path in folder.glob("*-bench-*.eml"))
    print(
        f"mail: {sum(mails.values())} written to {len(mails)} people,"
        f" the last {seconds:.1f} s after the first registration began ({len(mails) / seconds:.0f}/s)"
    )
    if waiting or len(mails) != registrations or sum(mails.values()) != registrations:
        raise SystemExit("not everybody was written to, once")


def main(registrations: int, clients: int) -> None:
    with running_postgres() as server, tempfile.TemporaryDirectory() as instance:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE DATABASE conference ENCODING 'UTF8' TEMPLATE template0")
        database = server.replace("@/postgres", "@/conference")
        settings = {"CONFERENCE_INSTANCE": instance, "DATABASE_URL": database, "SECRET_KEY": secrets.token_hex()}
        for command in ("migrate", "demo"):
            conference(settings | {"CONFERENCE_MODE": "development"}, command)
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("UPDATE outbox_message SET state = 'sent'")  # the demonstration's own invitations
        production = settings | {
            "CONFERENCE_MODE": "production",
            "PUBLIC_URL": f"https://{HOST}",
            "TRUSTED_PROXIES": "1",
            "WORKER_THREADS": "0",
        }
        port = free_port()
        reference, reference_port = serve("bench.reference:app", {})
        ours = start([str(BIN / "conference"), "serve"], production, port=port)
        worker = background([str(BIN / "conference"), "worker"], production)
        try:
            measure(port, reference_port, database, Path(instance) / "mail", registrations, clients)
        finally:
            stop(reference, ours, worker)


def measure(port: int, reference_port: int, database: str, mail: Path, registrations: int, clients: int) -> None:
    form = untouched_form(port)
    rate(reference_port, "/", 1)
    references = [rate(reference_port, "/", 4)[0]]
    began = time.perf_counter()
    times = asyncio.run(register_all(port, form, registrations, clients))
    seconds = time.perf_counter() - began
    references.append(rate(reference_port, "/", 4)[0])
    per_second, reference = registrations / seconds, statistics.mean(references)
    print(
        f"{registrations} registrations by {clients} clients in {seconds:.1f} s: {per_second:.1f}/s"
        f" ({3 * per_second:.0f} requests/s); reference {reference:.0f}/s; ratio {per_second / reference:.1%}"
    )
    for name, values in (("form", times.forms), ("sending it", times.sent)):
        print(f"  {name}: p50 {percentile(values, 0.5):.0f} ms, p99 {percentile(values, 0.99):.0f} ms")
    counted(database, registrations)
    delivered(database, mail, registrations, began)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, int(sys.argv[2]) if len(sys.argv) > 2 else 16)
