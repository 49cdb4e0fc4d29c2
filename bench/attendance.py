"""Five thousand check-ins from ten devices at once against the production server on PostgreSQL; none lost or doubled.

    .venv/bin/python bench/attendance.py [check-ins] [devices]

Needs what `script/test` installs: a throw-away PostgreSQL comes with it. The demonstration is loaded, people are added
to it, and `conference serve` serves it in production mode. Each device signs in, names itself, and sends its scans in
batches of twenty, as a desk does whose network came back; every fifth batch is sent twice, as if the answer had been
lost, and every tenth person is scanned by the next device too. Prints check-ins a second, the median and 99th
percentile of a batch, and the ratio to the rate of `bench/reference.py` before and after; then counts in the database.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

sys.path.append(str(Path(__file__).resolve().parent.parent))

import psycopg
from people import TOKEN, Client
from serving import BIN, conference, free_port, rate, serve, start, stop

from conference.demonstration.loader import DESK, PASSWORD
from script.suite.postgres import running_postgres

HOST = "conference.example.org"
AT_ONCE, TWICE_EVERY, SHARED_EVERY = 20, 5, 10
SESSION = "D1-02"
PEOPLE = """
INSERT INTO registration (event_id, code, link_secret, state, title, native_name, latin_name, sort_name, email,
    email_key, shares_address, organisation, function, country, category, sex, language_code, is_head, awaits_person,
    offers_missed, correction, created_at, changed_at)
SELECT event.id, 'BENCH' || n, md5(n::text), 'confirmed', '', 'Participant ' || n, '', lpad(n::text, 6, '0'),
    'bench-' || n || '@example.org', 'bench-' || n || '@example.org', false, 'Organisation', '', 'TN', 'government', '',
    'fr', false, false, 0, '', now(), now()
FROM event, generate_series(1, %s) AS n WHERE event.slug = 'thamm-2021'
"""
STANDS = """
SELECT registration.code, count(*) FROM attendance JOIN registration ON registration.id = attendance.registration_id
WHERE registration.code LIKE 'BENCH%' AND from_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM attendance AS later WHERE later.corrects_id = attendance.id)
GROUP BY registration.code
"""


async def signed_in(port: int, address: str) -> Client:
    client = await Client.connected(port, HOST, address)
    page = await client.ask("GET", "/en/sign-in")
    token = TOKEN.search(page.body)
    (action,) = set(re.findall(r'action="([^"]*sign-in/password[^"]*)"', page.body))
    assert token is not None
    sent = urlencode({"csrf_token": token[1], "email": DESK, "password": PASSWORD})
    answer = await client.ask("POST", action, sent)
    if answer.status != 302:
        raise SystemExit(f"nobody can sign in: {answer.status}")
    return client


async def at_a_desk(client: Client, number: int, codes: Sequence[str], gate: asyncio.Barrier) -> list[float]:
    """One device's work; the seconds that each batch took. Ends the run where an answer is not as it should be."""
    state = json.loads((await client.ask("GET", "/en/thamm-2021/desk/state.json")).body)

    async def post(path: str, body: object) -> dict[str, object]:
        address = f"/en/thamm-2021/desk/{path}"
        answer = await client.ask("POST", address, json.dumps(body), kind="json", token=state["csrf"])
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {answer.body[:300]}")
        found: dict[str, object] = json.loads(answer.body)
        return found

    device = (await post("devices", {"name": f"Device {number}"}))["code"]
    scans = [
        {
            "nonce": str(uuid.uuid4()),
            "session": SESSION,
            "read": code,
            "direction": "in",
            "at": datetime.now(UTC).isoformat(),
        }
        for code in codes
    ]
    times = []
    await gate.wait()
    for place in range(0, len(scans), AT_ONCE):
        batch = scans[place : place + AT_ONCE]
        for _time in range(2 if place // AT_ONCE % TWICE_EVERY == 0 else 1):
            began = time.perf_counter()
            told = await post("scans", {"device": device, "clock": datetime.now(UTC).isoformat(), "scans": batch})
            times.append(time.perf_counter() - began)
            assert len(told["results"]) == len(batch), told  # type: ignore[arg-type]
    client.writer.close()
    return times


async def check_in_all(port: int, lists: Sequence[Sequence[str]]) -> tuple[list[float], float]:
    gate = asyncio.Barrier(len(lists) + 1)
    clients = [await signed_in(port, f"203.0.113.{number + 1}") for number in range(len(lists))]
    desks = [
        asyncio.create_task(at_a_desk(client, number, codes, gate))
        for number, (client, codes) in enumerate(zip(clients, lists, strict=True))
    ]
    await gate.wait()
    began = time.perf_counter()
    times = await asyncio.gather(*desks)
    return [one for each in times for one in each], time.perf_counter() - began


def lists_of(check_ins: int, devices: int) -> list[list[str]]:
    """Whom each device scans: its own people, and every tenth of the device before it."""
    share = check_ins // devices
    own = share - share // SHARED_EVERY
    mine = [[f"BENCH{number * own + one + 1}" for one in range(own)] for number in range(devices)]
    return [codes + mine[number - 1][: share - own] for number, codes in enumerate(mine)]


def main(check_ins: int, devices: int) -> None:
    lists = lists_of(check_ins, devices)
    people = {code for codes in lists for code in codes}
    with running_postgres() as server, tempfile.TemporaryDirectory() as instance:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE DATABASE conference ENCODING 'UTF8' TEMPLATE template0")
        database = server.replace("@/postgres", "@/conference")
        settings = {"CONFERENCE_INSTANCE": instance, "DATABASE_URL": database, "SECRET_KEY": secrets.token_hex()}
        for command in ("migrate", "demo"):
            conference(settings | {"CONFERENCE_MODE": "development"}, command)
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(PEOPLE, [len(people)])
        port = free_port()
        reference, reference_port = serve("bench.reference:app", {})
        production = settings | {
            "CONFERENCE_MODE": "production",
            "PUBLIC_URL": f"https://{HOST}",
            "TRUSTED_PROXIES": "1",
            "WORKER_THREADS": "0",
        }
        ours = start([str(BIN / "conference"), "serve"], production, port=port)
        try:
            rate(reference_port, "/", 1)
            references = [rate(reference_port, "/", 4)[0]]
            times, seconds = asyncio.run(check_in_all(port, lists))
            references.append(rate(reference_port, "/", 4)[0])
        finally:
            stop(reference, ours)
        sent = sum(len(codes) for codes in lists)
        per_second, pages = sent / seconds, statistics.mean(references)
        ordered = sorted(times)
        print(
            f"{sent} check-ins of {len(people)} people by {devices} devices in {seconds:.1f} s: {per_second:.0f}/s"
            f" in {len(times)} batches; reference {pages:.0f}/s; ratio {per_second / pages:.1%}"
        )
        print(
            f"  a batch of {AT_ONCE}: p50 {statistics.median(ordered) * 1000:.0f} ms,"
            f" p99 {ordered[int(len(ordered) * 0.99)] * 1000:.0f} ms"
        )
        counted(database, people, sent)


def counted(database: str, people: set[str], sent: int) -> None:
    """Look into the database. Ends the run where anybody was lost or doubled."""
    with psycopg.connect(database) as connection:
        stands = dict(connection.execute(STANDS).fetchall())
        (scans,) = connection.execute("SELECT count(*) FROM desk_scan").fetchone() or (0,)
        (clashes,) = connection.execute("SELECT count(*) FROM desk_scan WHERE other_id IS NOT NULL").fetchone() or (0,)
    lost = people - set(stands)
    doubled = [code for code, rows in stands.items() if rows > 1]
    print(
        f"in the database: {scans} scans of {sent} sent, {len(stands)} people present, {len(lost)} lost,"
        f" {len(doubled)} doubled, {clashes} clashes of two devices"
    )
    if lost or doubled or scans != sent:
        raise SystemExit("lost or doubled: see above")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000, int(sys.argv[2]) if len(sys.argv) > 2 else 10)
