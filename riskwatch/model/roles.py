"""Who may do what (data/roles.toml): asked by deed, never by title."""

from functools import cache

from riskwatch.model.files import DATA, read_toml


@cache
def deeds() -> dict[str, frozenset[str]]:
    """Return the roles that may do each deed."""
    return {deed: frozenset(roles) for deed, roles in read_toml(DATA / "roles.toml").items()}


def may(role: str, deed: str) -> bool:
    """Tell whether a role may do a deed. Raises KeyError for a deed that roles.toml does not name."""
    return role in deeds()[deed]
