"""What the library costs: searching ten thousand documents of three languages, and listing them.

    .venv/bin/python bench/library.py [sqlite] [postgresql] [zip]

Without a word, both databases, then the ZIP of `bench/zips.py`. The documents are made of the demonstration's
sentences, two pages a file. Four clients search through the public door, each with a connection of its own, words that
few, some and nearly all documents hold; the cache is warm, as it is after the first reader. The same searches are then
made anew each time, as for readers who are signed in. Beside them stands `bench/reference.py` under the same clients.
The goals of the library: 95 of 100 searches under 100 ms, and at most 12 queries for a page.
"""

from __future__ import annotations

import asyncio
import random
import re
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.append(str(Path(__file__).resolve().parent.parent))

import psycopg
import zips
from people import Client
from serving import conference, serve, stop

from conference.core.languages import Language
from conference.core.search import words
from conference.library.searching.entries import sequence, tokens_of_text
from script.suite.postgres import running_postgres

DOCUMENTS, PAGES, SENTENCES = 10_000, 2, 5
FILES = 500
CLIENTS, SECONDS, WARM = 4, 20.0, 2
BATCH = 500
SLUG = "large"
QUERIES = {
    "en": [
        "remittances",
        "fair recruitment",
        '"labour migration"',
        "vaccination",
        "recruitm",
        "THAMM/2021/77",
        "inspect",
    ],
    "fr": ["l’emploi", "travailleurs migrants", "« dialogue social »", "quarantaine", "main d'oeuvre", "interprét"],
    "ar": ["الهجرة", "العمال المهاجرون", "«الحوار الاجتماعي»", "تحويلات", "وثيقة", "التوظ"],
}


def sentences() -> dict[str, list[str]]:
    """The demonstration's prose, sentence by sentence, per language."""
    from conference.demonstration.reading import FOLDER

    found: dict[str, list[str]] = {}
    for code in QUERIES:
        text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob(f"documents/*.{code}.typ")))
        prose = [line for line in text.splitlines() if len(line) > 60 and not line.startswith(("#", " "))]
        found[code] = [one.strip() for line in prose for one in re.split(r"(?<=[.؟?]) ", line) if len(one) > 30]
    return found


def made_up(
    prose: Sequence[str], language: Language, dice: random.Random
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The files that documents have: what each is found by, and its pages with their tokens."""
    for _file in range(FILES):
        texts = ["\n".join(dice.choices(prose, k=SENTENCES)) for _page in range(PAGES)]
        read = [list(words(text, language)) for text in texts]
        pages = [(text, f" {sequence(found)} ") for text, found in zip(texts, read, strict=True)]
        yield tokens_of_text(read), pages


def fill(world: Any, event_id: int) -> None:
    """Documents as they stand once the worker has read them; rows are written straight, some hundred at a time."""
    from sqlalchemy import insert

    from conference.core.clock import now
    from conference.core.languages import LANGUAGES
    from conference.core.translated import Translated
    from conference.events.service import touch
    from conference.library.models import Document, LanguageVersion, PageText, Revision
    from conference.library.searching.entries import enter_all

    prose, dice = sentences(), random.Random(1)
    files = {language: list(made_up(prose[language.code], language, dice)) for language in LANGUAGES}
    for first in range(1, DOCUMENTS + 1, BATCH):
        documents, versions, revisions, pages = [], [], [], []
        for number in range(first, first + BATCH):
            titles = {one: " ".join(dice.choice(prose[one.code]).split()[:8]) for one in LANGUAGES}
            documents.append(
                {"id": number, "event_id": event_id, "slug": f"paper-{number}", "symbol": f"THAMM/2021/{number}"}
                | {"position": number, "category": dice.choice(["report", "statement", "presentation", "agenda"])}
                | {"visibility": "public", "title": Translated.of(LANGUAGES[0], titles), "summary": Translated()}
                | {"created_at": now(), "row_version": 1}
            )
            for at, language in enumerate(LANGUAGES):
                id_ = number * 3 + at
                tokens, texts = dice.choice(files[language])
                versions.append({"id": id_, "document_id": number, "language_code": language.code})
                revisions.append(
                    {"id": id_, "version_id": id_, "number": 1, "sha256": f"{id_:064x}", "size": 50_000}
                    | {"ending": "pdf", "pages": PAGES, "note": "", "uploaded_at": now(), "published_at": now()}
                    | {"text_state": "read", "attachments": 0, "text_tokens": tokens}
                )
                pages += [
                    {"revision_id": id_, "number": page, "text": text, "tokens": found}
                    for page, (text, found) in enumerate(texts, start=1)
                ]
        with world.writing() as database:
            for model, rows in (
                (Document, documents),
                (LanguageVersion, versions),
                (Revision, revisions),
                (PageText, pages),
            ):
                database.execute(insert(model), rows)
            enter_all(database, event_id, only=[one["id"] for one in documents])
            touch(database, event_id)
    with world.writing() as database:
        if database.get_bind().dialect.name == "postgresql":
            database.connection().exec_driver_sql("ANALYZE")


async def search(port: int, paths: Sequence[str], seconds: float) -> list[tuple[float, str]]:
    """How long each answer took, in seconds, and for which address: four clients at once, one request after another."""
    taken: list[tuple[float, str]] = []

    async def one(number: int) -> None:
        client = await Client.connected(port, "127.0.0.1", f"10.0.0.{number}")
        dice, end = random.Random(number), time.perf_counter() + seconds
        while time.perf_counter() < end:
            path = dice.choice(paths)
            began = time.perf_counter()
            answer = await client.ask("GET", path)
            taken.append((time.perf_counter() - began, path))
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status}")

    await asyncio.gather(*(one(number) for number in range(1, CLIENTS + 1)))
    return taken


def at(taken: Sequence[tuple[float, str]], part: float) -> str:
    return f"{sorted(seconds for seconds, _path in taken)[int(part * len(taken))] * 1000:.0f} ms"


def queries_of(world: Any, path: str) -> int:
    from tests.client import Visitor
    from tests.queries import count_queries

    visitor = Visitor(world.app)
    visitor.client.get(path)
    with count_queries(world.app) as seen:
        visitor.client.get(path + ("&" if "?" in path else "?") + "tz=")
    return len(seen)


def installation(database: str, instance: Path) -> tuple[dict[str, str], Any]:
    """The settings of an installation that serves, and its world to fill."""
    from conference.app import create_app
    from tests.conftest import configuration
    from tests.world import World

    secret = secrets.token_hex()
    environment = {
        "CONFERENCE_MODE": "development",
        "CONFERENCE_INSTANCE": str(instance),
        "SECRET_KEY": secret,
        "WORKER_THREADS": "0",
        "DATABASE_URL": database,
    }
    conference(environment, "migrate")
    return environment, World(create_app(configuration(database, instance, secret_key=secret)))


def run(name: str, database: str, instance: Path) -> None:
    environment, world = installation(database, instance)
    began = time.perf_counter()
    fill(world, world.event(SLUG))
    print(f"{name}: {DOCUMENTS} documents in three languages, {time.perf_counter() - began:.0f} s to make", flush=True)
    (server, port), (plain, reference_port) = serve("wsgi:app", environment), serve("bench.reference:app", {})
    paths = [f"/{code}/{SLUG}/documents?q={quote(typed)}" for code, some in QUERIES.items() for typed in some]
    try:
        for _time in range(WARM):
            for path in paths:
                asyncio.run(search(port, [path], 0.01))
        reference = asyncio.run(search(reference_port, ["/"], SECONDS / 4))
        stored = asyncio.run(search(port, paths, SECONDS / 4))
        # Pages after the first are never stored: so the same search is made anew each time.
        taken = asyncio.run(search(port, [f"{path}&page=1" for path in paths], SECONDS))
        print(f"{name}: reference p50 {at(reference, 0.5)}, p95 {at(reference, 0.95)} of {len(reference)} answers")
        print(f"{name}: search p50 {at(stored, 0.5)}, p95 {at(stored, 0.95)} of 100 ms, {len(stored)} searches")
        print(f"{name}: made anew p50 {at(taken, 0.5)}, p95 {at(taken, 0.95)}, {len(taken)} searches")
        for path in paths:
            own = [one for one in taken if one[1] == f"{path}&page=1"] or [(0.0, path)]
            print(f"  {path[:110]:112} p50 {at(own, 0.5)}")
        for asked in ("", "?page=2", f"?q={quote(QUERIES['en'][1])}", "?category=report&language=fr"):
            print(f"  documents{asked}: {queries_of(world, f'/en/{SLUG}/documents{asked}')} queries of 12")
    finally:
        stop(server, plain)


def main(wanted: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if not wanted or "sqlite" in wanted:
            run("sqlite", f"sqlite:///{Path(folder) / 'library.sqlite'}", Path(folder) / "one")
        if not wanted or "postgresql" in wanted:
            with running_postgres() as server:
                database = server.replace("@/postgres", "@/conference")
                run("postgresql", made(server, database), Path(folder) / "two")
        if not wanted or "zip" in wanted:
            zips.run(*installation(f"sqlite:///{Path(folder) / 'zip.sqlite'}", Path(folder) / "three"))


def made(server: str, database: str) -> str:
    """The address of a new database beside the one that the server has."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE conference ENCODING 'UTF8' TEMPLATE template0")
    return database


if __name__ == "__main__":
    main(sys.argv[1:])
