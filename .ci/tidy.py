"""Quick checks of files before a commit: ``python .ci/tidy.py whitespace|toml|size FILE…``. Changes nothing."""

import sys
import tomllib
from pathlib import Path

_MOST_BYTES = 2 * 1024 * 1024


def whitespace(path: Path) -> str | None:
    """Return what is wrong with the ends of lines and of the file."""
    text = path.read_bytes()
    if text and not text.endswith(b"\n"):
        return "has no newline at its end"
    if text.endswith(b"\n\n"):
        return "ends with an empty line"
    if b"\r\n" in text:
        return "has Windows line ends"
    wrong = [str(number) for number, line in enumerate(text.splitlines(), 1) if line != line.rstrip()]
    return f"has spaces at the end of line {', '.join(wrong[:5])}" if wrong else None


def toml(path: Path) -> str | None:
    """Return why the file is no TOML."""
    try:
        tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        return str(wrong)
    return None


def size(path: Path) -> str | None:
    """Return that the file is too big to belong in the repository."""
    return f"is {path.stat().st_size // 1024} KB" if path.stat().st_size > _MOST_BYTES else None


def main(what: str, names: list[str]) -> int:
    """Check every file and say what is wrong; 1 when anything is."""
    check = {"whitespace": whitespace, "toml": toml, "size": size}[what]
    faults = [f"{name}: {fault}" for name in names if Path(name).is_file() and (fault := check(Path(name)))]
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
