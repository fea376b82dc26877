"""riskwatch（安全环保攻坚作战图）: a county's inspection sheets as a live board."""

__version__ = "0.1.0"
