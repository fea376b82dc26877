"""A spreadsheet in, rows and problems out; imports only model."""
