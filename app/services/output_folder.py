"""Thư mục kết quả: writes a plan's set of files to disk, each whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.errors import Refused
from app.services.emission import manifest, manifest_entry, omission_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.services.emission import FileSet

    Entry = dict[str, Any]
    """What a manifest says of one file, written or left out."""

MANIFEST = "MANIFEST.json"
_CAUSES = {
    errno.ENOSPC: "file.disk_full",
    errno.EDQUOT: "file.disk_full",
    errno.EFBIG: "file.disk_full",
    errno.EACCES: "file.not_allowed",
    errno.EPERM: "file.not_allowed",
    errno.EROFS: "file.disk_read_only",
    errno.EEXIST: "file.not_a_folder",
    errno.ENOTDIR: "file.not_a_folder",
}
_OWN_PATH = re.compile(r"[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)*/?", re.ASCII)
"""Paths as this program writes them: none of them leads out of the folder."""


def write_file_set(
    files: FileSet, folder: Path, *, only_unit: str | None = None, progress: Callable[[int, int, str], None]
) -> list[Path]:
    """Write the files into the folder and return the paths of those that are new or changed, the manifest last.

    Everything is made beside the folder's files first and moved into place only when all of it is there, so that a full
    or read-only disk leaves no half file. What an earlier manifest lists and is no longer made is removed (with
    `only_unit`, only that unit's are made and removed); nothing else is touched. `progress` is told (done, all, path).
    Raises Refused.
    """
    chosen = files if only_unit is None else files.for_unit(only_unit)
    with _refusing(folder):
        before = (folder / MANIFEST).read_bytes() if (folder / MANIFEST).exists() else None
        earlier, was = _listed(before, folder, files.plan)
        if only_unit is not None and before is not None and was != files.release:
            raise Refused("folder.other_release", path=str(folder))
        kept = [entry for entry in earlier["files"] if only_unit is not None and entry["unit"] != only_unit]
        kept_omitted = [entry for entry in earlier["omitted"] if only_unit is not None and entry["unit"] != only_unit]
        owned = {entry["path"] for entry in earlier["files"]}
        for planned in chosen.files:
            _refuse_foreign(folder, planned.path, owned)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".kiemtra-", dir=folder) as name:
            made = Path(name)
            entries = list(_made_entries(chosen, made, progress))
            new = [entry for entry in entries if entry["path"] not in owned]
            if new:
                # A run that is stopped from here on leaves files that the next one still knows as its own.
                _put(manifest(files.plan, [*earlier["files"], *new], earlier["omitted"], was), made, folder)
            paths = [planned.path for planned in chosen.files]
            changed = [folder / path for path in paths if _moved(made / path, folder / path)]
            listed = _in_order([*kept, *entries], [planned.path for planned in files.files])
            _remove(folder, owned - {entry["path"] for entry in listed})
            omitted = [*kept_omitted, *(omission_entry(omission) for omission in chosen.omitted)]
            left_out = _in_order(omitted, [omission.path for omission in files.omitted])
            content = manifest(files.plan, listed, left_out, files.release)
            if content != before:
                _put(content, made, folder)
                changed.append(folder / MANIFEST)
            return changed


def _made_entries(files: FileSet, made: Path, progress: Callable[[int, int, str], None]) -> Iterator[Entry]:
    """Make every file below that folder and yield what the manifest says of it."""
    for done, planned in enumerate(files.files, 1):
        content = planned.make()
        _write(made / planned.path, content)
        progress(done, len(files.files), planned.path)
        yield manifest_entry(planned, content)


@contextmanager
def _refusing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = _CAUSES.get(error.errno or 0, "file.unwritable")
        raise Refused(code, path=str(folder), found=error.strerror or str(error)) from error


def _listed(content: bytes | None, folder: Path, plan: str) -> tuple[dict[str, list[Entry]], int | None]:
    """Return what an earlier manifest lists, and of which release.

    Raise Refused when this program did not write it, or for another plan.
    """
    if content is None:
        return {"files": [], "omitted": []}, None
    try:
        found = json.loads(content)
        entries = [*found["files"], *found["omitted"]]
        strange = [e["path"] for e in entries if "unit" not in e or not _OWN_PATH.fullmatch(e["path"])]
        strange += [e["path"] for e in found["files"] if any(way.is_symlink() for way in _ways(folder, e["path"]))]
        other, release = str(found["plan"]), found["release"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused("folder.manifest_unreadable", path=str(folder)) from error
    if strange:
        raise Refused("folder.manifest_strange", path=str(folder), found=str(strange[0]))
    if other != plan:
        raise Refused("folder.other_plan", path=str(folder), found=other)
    return {"files": found["files"], "omitted": found["omitted"]}, release


def _ways(folder: Path, path: str) -> list[Path]:
    """Return the folders between a file of the set and the set's own folder, the innermost first."""
    return [folder / way for way in Path(path).parents][:-1]


def _in_order(entries: list[Entry], paths: list[str]) -> list[Entry]:
    """Return the entries in the order of these paths; those of no such path follow as they came."""
    places = {path: place for place, path in enumerate(paths)}
    return sorted(entries, key=lambda entry: places.get(entry["path"], len(places)))


def _refuse_foreign(folder: Path, path: str, owned: set[str]) -> None:
    """Raise Refused where something of somebody else stands in the way, or the way leads out of the folder."""
    target = folder / path
    strange = path not in owned and (target.exists() or target.is_symlink())
    blocked = target.is_dir() or any(
        way.is_symlink() or (way.exists() and not way.is_dir()) for way in _ways(folder, path)
    )
    if strange or blocked:
        raise Refused("folder.foreign_file", path=path)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _moved(made: Path, target: Path) -> bool:
    """Move a file into place unless the same content stands there already; say whether it was moved."""
    if target.is_file() and not target.is_symlink() and target.read_bytes() == made.read_bytes():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    made.replace(target)
    return True


def _put(content: bytes, made: Path, folder: Path) -> None:
    """Put a manifest into the folder, whole."""
    _write(made / MANIFEST, content)
    (made / MANIFEST).replace(folder / MANIFEST)


def _remove(folder: Path, paths: set[str]) -> None:
    """Remove files of an earlier manifest, and the folders that they leave empty."""
    for path in sorted(paths):
        target = folder / path
        if target.is_symlink() or target.is_dir():
            continue
        target.unlink(missing_ok=True)
        for way in _ways(folder, path):
            if not way.is_dir() or any(way.iterdir()):
                break
            way.rmdir()
