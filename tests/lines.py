"""The command line as a test sees it: a command in, its exit status and what it said out."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

from riskwatch.__main__ import main


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The JSON document; fails when stdout holds anything else."""
        return json.loads(self.out)


def run(*words: object) -> Said:
    """Run one command as ``python -m riskwatch`` would."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main([str(word) for word in words])
    return Said(status, out.getvalue(), err.getvalue())
