"""Files made on a click stay long enough to be fetched, however many visitors the board has."""

import time
from typing import Any

from streamlit.runtime import memory_media_file_storage as streamlit_storage

_PATIENCE_S = 60.0


class PatientStorage(streamlit_storage.MemoryMediaFileStorage):
    """Streamlit's memory of files, which lets go of a file a minute later than Streamlit does.

    A file made on a click belongs to no page, so Streamlit deletes it at the end of the second script after it, of whichever visitor
    (``remove_orphaned_files``): on a busy board before the browser has asked for it. All methods are called under its manager's lock.
    """

    def __init__(self, media_endpoint: str) -> None:
        """Hold nothing; files are served below ``media_endpoint``."""
        super().__init__(media_endpoint)
        self._due: dict[str, float] = {}

    def load_and_get_id(self, *given: Any, **named: Any) -> str:
        """Hold a file, and hold on to it if it was to go."""
        file_id = super().load_and_get_id(*given, **named)
        self._due.pop(file_id, None)
        self._let_go()
        return file_id

    def delete_file(self, file_id: str) -> None:
        """Let go of a file a minute from now, at whatever is held or deleted next after that."""
        self._due[file_id] = time.monotonic() + _PATIENCE_S
        self._let_go()

    def _let_go(self) -> None:
        now = time.monotonic()
        for file_id in [each for each, due in self._due.items() if due <= now]:
            del self._due[file_id]
            super().delete_file(file_id)


def be_patient() -> None:
    """Have the server that is about to start hold files this way; Streamlit has no setting for it."""
    streamlit_storage.MemoryMediaFileStorage = PatientStorage  # type: ignore[misc]
