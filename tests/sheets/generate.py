"""Write every ugly workbook and its expected reading: ``python -m tests.sheets.generate``. The same bytes each run.

What must be read is written here by hand, from the rules of reading; nothing of the product is asked.
"""

import sys
from pathlib import Path

from tests.sheets import books_cells, books_files, books_sheets
from tests.sheets.book import Book, content_of, expected_of, toml_of

HERE = Path(__file__).parent


def books() -> list[Book]:
    """Return every workbook, in the order of the categories."""
    return [*books_sheets.books(), *books_cells.books(), *books_files.books()]


def written() -> dict[str, bytes]:
    """Return every file of the folder that is generated, by name."""
    files: dict[str, bytes] = {}
    for book in books():
        assert book.file not in files, f"two books are called {book.file}"
        files[book.file] = content_of(book)
        files[f"{book.file}.expected.toml"] = toml_of(expected_of(book)).encode()
    return files


def main() -> int:
    """Write the files and take away those that no book makes any more."""
    files = written()
    for path in HERE.iterdir():
        if path.suffix != ".py" and path.is_file() and path.name not in files:
            path.unlink()
    for name, content in files.items():
        (HERE / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
