"""A library as it comes: a ZIP or a folder's files, whose names are looked at before any of them is opened."""

from __future__ import annotations

import stat
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import IO, Protocol, TypeVar, cast

from conference.core.unfolding import DamagedArchive, UnfoldsTooFar, check_unfolding
from conference.library.bringing.manifest import NAME

MOST_FILES = 2_000
LONGEST_NAME = 255
_CHUNK = 256 * 1024
_LEFT_BY_SYSTEMS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


File = TypeVar("File")


class NotUnpacked(Exception):
    """The whole is none that we take: a code, and the name of the file that it is about."""

    def __init__(self, code: str, name: str = "") -> None:
        super().__init__(code, name)
        self.code, self.name = code, name


class Bundle(Protocol):
    """The files of a library by their names, without the folder that holds all of them."""

    @property
    def names(self) -> Sequence[str]: ...

    def opened(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """A file of the bundle as a real one."""


class Folder:
    """Files that a browser sent of a folder, each with its path in it."""

    def __init__(self, files: Sequence[tuple[str, IO[bytes]]]) -> None:
        self._files = _without_common_folder({_checked(name): stream for name, stream in files if _is_wanted(name)})
        if len(self._files) > MOST_FILES:
            raise NotUnpacked("many")

    @property
    def names(self) -> Sequence[str]:
        return list(self._files)

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        self._files[name].seek(0)
        yield self._files[name]


class Zip:
    """A ZIP whose members were measured. `stream` must stay open as long as this is used."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Raises NotUnpacked: for what unfolds too far, is damaged, leads elsewhere or opens with a password."""
        try:
            check_unfolding(stream)
            self._archive = zipfile.ZipFile(stream)
        except UnfoldsTooFar:
            raise NotUnpacked("enormous") from None
        except (zipfile.BadZipFile, DamagedArchive, NotImplementedError, OSError, ValueError):
            raise NotUnpacked("damaged") from None
        members: dict[str, zipfile.ZipInfo] = {}
        for info in self._archive.infolist():
            name = _checked(info.orig_filename)
            if stat.S_ISLNK(info.external_attr >> 16):
                raise NotUnpacked("link", name)
            if info.flag_bits & 1:
                raise NotUnpacked("password", name)
            if info.is_dir() or not _is_wanted(name):
                continue
            if name in members:
                raise NotUnpacked("twice", name)
            members[name] = info
        if len(members) > MOST_FILES:
            raise NotUnpacked("many")
        self._members = _without_common_folder(members)

    @property
    def names(self) -> Sequence[str]:
        return list(self._members)

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """Raises NotUnpacked for a member that is not there as the list says."""
        info = self._members[name]
        with tempfile.TemporaryFile() as copy:
            try:
                with self._archive.open(info) as member:
                    while chunk := member.read(_CHUNK):
                        copy.write(chunk)
            except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError):
                raise NotUnpacked("damaged") from None
            copy.seek(0)
            yield cast(IO[bytes], copy)


def _checked(name: str) -> str:
    """A name as it is where it stays within its folder. Raises NotUnpacked."""
    parts = name.split("/")
    if (
        name.startswith("/")
        or "\\" in name
        or ".." in parts
        or (len(parts[0]) > 1 and parts[0][1] == ":")
        or any(unicodedata.category(one) in ("Cc", "Cs") for one in name)
    ):
        raise NotUnpacked("outside", name)
    if len(name) > LONGEST_NAME:
        raise NotUnpacked("long", name[:60])
    return unicodedata.normalize("NFC", name)


def _is_wanted(name: str) -> bool:
    """Not what systems leave in a folder by themselves."""
    return not name.startswith(_LEFT_BY_SYSTEMS[0]) and name.rpartition("/")[2] not in _LEFT_BY_SYSTEMS


def _without_common_folder(files: Mapping[str, File]) -> dict[str, File]:
    """The names as the manifest's folder sees them. Raises NotUnpacked where there is none."""
    found = [name for name in files if name.rpartition("/")[2].casefold() == NAME]
    if not found:
        raise NotUnpacked("no_manifest")
    nearest = min(found, key=lambda name: name.count("/"))
    folder = nearest[: -len(NAME)]
    inside = {name.removeprefix(folder): file for name, file in files.items() if name.startswith(folder)}
    inside[NAME] = inside.pop(nearest.removeprefix(folder))
    return inside
