"""Ugly workbooks as offices make them, each with what must be read out of it (``<name>.expected.toml``)."""
