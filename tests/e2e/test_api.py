"""The OpenAPI document and what the server does, compared by a program that we did not write."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from conference.config import ROOT
from tests.e2e.conftest import Server

# It brings libraries that other tools of the tests do not live with, so it has an environment of its own.
ENVIRONMENT = ROOT / "build" / "schemathesis"
NEEDED = "schemathesis>=4.32,<5"
EXAMPLES = 40


@pytest.fixture(scope="module")
def schemathesis() -> Path:
    """The program, installed once into an ignored folder by the pip that installed this environment."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", ENVIRONMENT], check=True)
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, NEEDED], check=True)
    return ENVIRONMENT / "bin" / "schemathesis"


@pytest.mark.exhaustive
@pytest.mark.parametrize("configuration", [None, Path(__file__).with_name("schemathesis.toml")], ids=["any", "known"])
def test_schemathesis_finds_no_fault(
    schemathesis: Path, server: Server, tmp_path: Path, configuration: Path | None
) -> None:
    """With addresses of any kind, and with those of the demonstration; every check, every phase."""
    program = [schemathesis, *(["--config-file", configuration] if configuration else [])]
    options = ["--checks", "all", "--max-examples", str(EXAMPLES), "--continue-on-failure", "--no-color"]
    ran = subprocess.run(
        [*program, "run", f"{server.url}/api/v1/openapi.json", *options],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-8000:] + ran.stderr[-2000:]
    with urllib.request.urlopen(f"{server.url}/api/v1/openapi.json", timeout=10) as document:
        addresses = len(json.load(document)["paths"])
    assert f"{addresses} selected / {addresses} total" in ran.stdout
