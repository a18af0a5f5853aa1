"""Tệp của bộ văn bản cho các trang: made once for a state of the plan, kept in memory within bounds."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

from app.domain.vietnamese import grouped

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.emission import FileSet

_MOST_BYTES = 64 * 1024 * 1024
_MOST_SETS = 16
_KILOBYTE = 1024


class MadeFiles:
    """Kho tệp đã lập: bytes of files by the state of the plan and their path; what was unused longest goes first."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most, self._held = most_bytes, 0
        self._files: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._sets: OrderedDict[str, FileSet] = OrderedDict()
        self._lock = Lock()

    def file_set(self, state: str, laid: Callable[[], FileSet]) -> FileSet:
        """Return the set of a plan in that state, laid out when it is not kept."""
        with self._lock:
            kept = self._sets.get(state)
        if kept is None:
            kept = laid()
            with self._lock:
                self._sets[state] = kept
                if len(self._sets) > _MOST_SETS:
                    self._sets.popitem(last=False)
        return kept

    def content(self, state: str, path: str, make: Callable[[], bytes]) -> bytes:
        """Return the bytes of a file in that state of its plan, made when they are not kept."""
        with self._lock:
            kept = self._files.get((state, path))
            if kept is not None:
                self._files.move_to_end((state, path))
                return kept
        made = make()
        with self._lock:
            self._held += len(made) - len(self._files.pop((state, path), b""))
            self._files[(state, path)] = made
            while self._held > self._most and len(self._files) > 1:
                _, dropped = self._files.popitem(last=False)
                self._held -= len(dropped)
        return made


class PlanFiles:
    """Bộ tệp của một kế hoạch ở một trạng thái: its papers, each made when it is asked for."""

    def __init__(self, made: MadeFiles, state: str, laid: Callable[[], FileSet]) -> None:
        self._made, self._state = made, state
        self.set = made.file_set(state, laid)

    def content(self, path: str) -> bytes:
        """Return the bytes of a file; raise NotFound."""
        planned = self.set.file(path)
        return self._made.content(self._state, path, planned.make)

    def size(self, path: str) -> str:
        """Return the size of a file as it is written beside its link: "31 KB"."""
        return f"{grouped(max(1, round(len(self.content(path)) / _KILOBYTE)))} KB"
