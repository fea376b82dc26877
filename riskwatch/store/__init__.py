"""The DuckDB file: tables, upload history, asking questions; imports only model."""
