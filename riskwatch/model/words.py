"""How two writings of one word are seen to be the same.

Only for matching: what a clerk typed is never replaced by its key.
"""

import re
import unicodedata
from functools import lru_cache

# Marks of no width that come along when text is copied from a chat or a web page.
_UNSEEN = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF])
_NOT_A_LETTER = re.compile(r"[\W_]+")
_TRAILING_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]\s*$")


def plain(text: str) -> str:
    """Return the text with half-width digits and signs and single spaces; None of its words changes.

    >>> plain("２０２６年６月　5日")
    '2026年6月 5日'
    """
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFKC", text).translate(_UNSEEN).split())


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    r"""Return what is left for comparing: NFKC, casefold, letters and digits only.

    >>> key("整改\n资金（万元）*：")
    '整改资金万元'
    """
    return _NOT_A_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=65536)
def split_unit(header: str) -> tuple[str, str | None]:
    """Split a heading into its words and the unit in its last brackets.

    >>> split_unit("整改资金（万元）")
    ('整改资金', '万元')
    >>> split_unit("乡镇")
    ('乡镇', None)
    """
    written = plain(header).rstrip("*: ")
    bracket = _TRAILING_BRACKET.search(written)
    if bracket is None or bracket.start() == 0:
        return written, None
    return written[: bracket.start()].strip(), bracket.group(1).strip()
