"""Measurements, each against a peer or a limit taken in the same run. ``python -m benchmarks NAME [--json]``."""
