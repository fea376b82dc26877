"""The words of the domain, read from data/; imports nothing of ours."""
