"""Thư mục kết quả: writes a plan's set of files to disk, each whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.errors import Refused
from app.services.emission import manifest, manifest_entry, omission_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.services.emission import FileSet

MANIFEST = "MANIFEST.json"


def write_file_set(
    files: FileSet, folder: Path, *, only_unit: str | None = None, progress: Callable[[int, int, str], None]
) -> list[Path]:
    """Write the files into the folder and return the paths of those that are new or changed, the manifest last.

    Everything is made beside the folder's files first and moved into place only when all of it is there, so that a full
    or read-only disk leaves no half file. What an earlier manifest lists and is no longer made is removed (with
    `only_unit`, only that unit's); nothing else is touched. `progress` is told (done, all, path). Raises Refused.
    """
    with _refusing(folder):
        earlier = _earlier(folder, files.plan)
        kept = [entry for entry in earlier["files"] if only_unit is not None and entry["unit"] != only_unit]
        kept_omitted = [e for e in earlier["omitted"] if only_unit is not None and e["unit"] != only_unit]
        owned = {entry["path"] for entry in earlier["files"]} | {MANIFEST}
        for planned in files.files:
            _refuse_foreign(folder, planned.path, owned)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".kiemtra-", dir=folder) as made:
            entries = []
            for done, planned in enumerate(files.files, 1):
                content = planned.make()
                _write(Path(made) / planned.path, content)
                entries.append(manifest_entry(planned, content))
                progress(done, len(files.files), planned.path)
            omitted = [omission_entry(omission) for omission in files.omitted]
            _write(Path(made) / MANIFEST, manifest(files.plan, kept + entries, kept_omitted + omitted))
            paths = [str(entry["path"]) for entry in entries]
            changed = [folder / path for path in [*paths, MANIFEST] if _moved(Path(made) / path, folder / path)]
        stale = owned - {MANIFEST, *paths, *(entry["path"] for entry in kept)}
        _remove(folder, stale)
        return changed


@contextmanager
def _refusing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refused("file.unwritable", path=str(folder), found=error.strerror or str(error)) from error


def _earlier(folder: Path, plan: str) -> dict[str, Any]:
    """Return the manifest standing in the folder, an empty one when there is none; raise Refused for a strange one."""
    path = folder / MANIFEST
    if not path.exists():
        return {"files": [], "omitted": []}
    try:
        content = json.loads(path.read_bytes())
        strange = [
            e["path"] for e in [*content["files"], *content["omitted"]] if "unit" not in e or _leads_out(e["path"])
        ]
        found = str(content["plan"])
    except (ValueError, KeyError, TypeError) as error:
        raise Refused("folder.manifest_unreadable", path=str(folder), found=str(error)) from error
    if strange:
        raise Refused("folder.manifest_unreadable", path=str(folder), found=str(strange[0]))
    if found != plan:
        raise Refused("folder.other_plan", path=str(folder), found=found)
    return {"files": content["files"], "omitted": content["omitted"]}


def _leads_out(path: str) -> bool:
    return Path(path).is_absolute() or ".." in Path(path).parts


def _refuse_foreign(folder: Path, path: str, owned: set[str]) -> None:
    """Raise Refused where a file of somebody else stands in the way, or the way leads out of the folder."""
    target = folder / path
    strange = path not in owned and (target.exists() or target.is_symlink())
    if strange or not target.resolve().is_relative_to(folder.resolve()):
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


def _remove(folder: Path, paths: set[str]) -> None:
    """Remove files of an earlier manifest, and the folders that they leave empty."""
    for path in sorted(paths):
        target = folder / path
        if target.is_symlink() or not target.resolve().is_relative_to(folder.resolve()):
            continue
        target.unlink(missing_ok=True)
        for parent in target.parents:
            if parent == folder or not parent.exists() or any(parent.iterdir()):
                break
            shutil.rmtree(parent)
