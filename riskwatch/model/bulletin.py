"""Short bulletins as fixed sentence patterns (data/bulletins.toml) that are filled with figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from riskwatch.model.files import DATA, read_toml


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence; where a figure that it ``needs`` is not known it is said ``otherwise``, or left out.

    Where one of the figures ``where`` is nought or not known there is nothing to say: it is left out, and nothing said otherwise.
    """

    says: str
    needs: tuple[str, ...] = ()
    otherwise: str = ""
    where: tuple[str, ...] = ()

    def filled(self, facts: Mapping[str, object]) -> str:
        """Return the piece with its figures."""
        if not all(facts.get(name) for name in self.where):
            return ""
        if any(facts.get(name) is None for name in self.needs):
            return self.otherwise.format(**facts)
        return self.says.format(**facts)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One kind of bulletin: its title, the questions that give its figures, and its pieces in order."""

    title: str
    asks: tuple[str, ...]
    pieces: Sequence[Piece]

    def filled(self, facts: Mapping[str, object]) -> str:
        """Return the paragraph. ``facts``: by name as the questions return them, and ``moment`` in words; None is not known."""
        return "".join(piece.filled(facts) for piece in self.pieces)


@cache
def bulletins() -> dict[str, Bulletin]:
    """Return every bulletin by its name. Raises TypeError when the file is wrong."""
    return {
        name: Bulletin(
            entry["title"],
            tuple(entry["asks"]),
            tuple(
                Piece(**{**piece, "needs": tuple(piece.get("needs", ())), "where": tuple(piece.get("where", ()))})
                for piece in entry["pieces"]
            ),
        )
        for name, entry in read_toml(DATA / "bulletins.toml").items()
    }
