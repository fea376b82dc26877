"""What a person can put right: said in plain Chinese, with the cure."""


class Refusal(Exception):
    """Raised on any floor when the visitor or clerk can put the matter right."""

    def __init__(self, says: str, fix: str = "") -> None:
        """Keep the sentence and its cure apart, so that a page may show them apart."""
        super().__init__(f"{says}{fix}")
        self.says = says
        self.fix = fix
