"""A table in, a Plotly figure out; imports only model."""
