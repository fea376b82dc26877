"""A unit and a person in one cell told apart: 住建局 张三, 住建局（张三）, 张三（副局长）. The words are data/persons.toml.

Never guesses: what it cannot tell apart is handed back as a person's, since persons are masked and units are not.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, NamedTuple

from riskwatch.model.files import DATA, read_toml
from riskwatch.model.township import Townships

Kind = Literal["unit", "person", "title", "both", "label", "unclear"]
_HAN = re.compile(r"[\u3400-\u9fff]+")
_MINORITY_NAME = re.compile(r"[\u3400-\u9fff]{1,8}(?:[·•‧][\u3400-\u9fff]{1,8})+")
_PHONE = re.compile(r"\+?\d[\d-]{4,}\d")
_PART = re.compile(r"[、;,。\n\r/|+&]+")
_TOKEN = re.compile(r"\((?P<inside>[^()]*)\)|(?P<word>[^\s:()]+)")
_INNER_BRACKET = re.compile(r"(?<=[^\s:()、;,])\(([^()\s]+)\)(?=[^\s:()、;,/])")
_LONGEST_PERSON, _LONGEST_PAIR = 14, 40  # a name with its title; 甲单位和乙单位
_OPEN, _CLOSE = "\ue000", "\ue001"  # brackets that are part of a unit's name: 示例（云岭）有限公司


class Split(NamedTuple):
    """What a cell says. ``is_named``: a person's own name is in it; ``is_unclear``: something in it was not told apart."""

    unit: str | None
    person: str | None
    is_named: bool = False
    is_unclear: bool = False


class _Words(NamedTuple):
    """The word lists as patterns."""

    sure: re.Pattern[str]
    unsure: re.Pattern[str]
    name: re.Pattern[str]
    title: re.Pattern[str]
    called: re.Pattern[str]  # a surname or a name, then a title: 张局长
    spaced: re.Pattern[str]  # a name of two characters with a space between, so that it is as wide as one of three
    not_names: frozenset[str]
    labels: frozenset[str]


@cache
def _words() -> _Words:
    data = read_toml(DATA / "persons.toml")

    def any_of(words: list[str]) -> str:
        return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))

    one, two = f"[{''.join(data['surnames'].split())}]", f"(?:{any_of(data['compound_surnames'])})"
    name = rf"(?:{two}[\u3400-\u9fff]{{1,2}}|{one}[\u3400-\u9fff]{{1,2}})"
    title = rf"(?:(?:{any_of(data['title_beginnings'])})?(?:{any_of(data['titles'])}))"
    return _Words(
        sure=re.compile(rf".*?(?P<ending>{any_of(data['unit_endings'])})"),
        unsure=re.compile(rf".*?(?P<ending>{any_of(data['unsure_unit_endings'])})"),
        name=re.compile(name),
        title=re.compile(title),
        called=re.compile(rf"(?:{name}|{two}|{one}){title}|{title}{name}"),
        spaced=re.compile(rf"(?<![\u3400-\u9fff])({one})\s+([\u3400-\u9fff])(?![\u3400-\u9fff])"),
        not_names=frozenset(data["not_names"]),
        labels=frozenset(data["labels"]),
    )


def _is_name(word: str) -> bool:
    words = _words()
    if _MINORITY_NAME.fullmatch(word):
        return True
    if not words.name.fullmatch(word) or word in words.not_names:
        return False
    found = words.unsure.fullmatch(word) or words.sure.fullmatch(word)
    return not (found and word[: -len(found["ending"])] in words.not_names)


def _kind(word: str, townships: Townships) -> tuple[Kind, int]:
    """Return what a word is; of ``both`` also where the unit ends."""
    words = _words()
    bare = re.sub(f"[{_OPEN}{_CLOSE}]", "", word)
    if bare in words.labels:
        return "label", 0
    if _PHONE.fullmatch(bare):
        return "person", 0
    if words.title.fullmatch(bare):
        return "title", 0
    match = townships.resolve(bare) if townships else None
    if match and not match.rest and match.how in ("exact", "alias"):
        return "unit", 0
    cuts = [] if bare != word else _cuts(word)
    if words.called.fullmatch(bare):
        units = [cut for cut in cuts if cut > 2 and words.sure.fullmatch(word[:cut])]
        return ("both", units[-1]) if units else ("person", 0)  # 石门镇镇长 is no 石门镇 by name
    is_sure, is_unsure = bool(words.sure.fullmatch(bare)), bool(words.unsure.fullmatch(bare))
    if _is_name(bare):
        if is_sure and len(bare) >= 3:
            return "unit", 0
        # 张村, 王小园: a place or a person. 石门: short for a township of the list, or a person.
        return ("unclear" if is_sure or is_unsure or match else "person"), 0
    if is_sure or bare in words.not_names:
        return "unit", 0
    if is_unsure:
        return ("unclear" if cuts else "unit"), 0
    return ("both", cuts[0]) if len(cuts) == 1 else ("unclear", 0)


def _cuts(word: str) -> list[int]:
    """Return where a unit may end and a person or a title begin."""
    return [cut for cut in range(max(2, len(word) - _LONGEST_PERSON), len(word)) if _is_glued(word[:cut], word[cut:])]


def _is_glued(unit: str, rest: str) -> bool:
    words = _words()
    if not (words.sure.fullmatch(unit) or words.unsure.fullmatch(unit)) or (len(unit) == 2 and _is_name(unit)):
        return False
    return bool(_is_name(rest) or words.title.fullmatch(rest) or words.called.fullmatch(rest))


@dataclass
class _Cell:
    """What has been found in a cell so far."""

    townships: Townships
    units: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    is_named: bool = False
    is_unclear: bool = False

    def read_part(self, part: str) -> None:
        """Read what stands between two separators: a unit, a person, or a unit with its persons."""
        waiting = ""  # a title whose person comes after it
        is_open = False  # the last word was a person without a title
        for token in _TOKEN.finditer(part):
            inside = token["inside"]
            for word in (inside if inside is not None else token["word"]).split():
                for each in self._simple(word):
                    kind, cut = _kind(each, self.townships)
                    if kind in ("unit", "both"):
                        self.units.append(_shown(each[:cut] if kind == "both" else each))
                        is_open = False
                        if kind == "unit":
                            continue
                        each = each[cut:]
                        kind = "title" if _words().title.fullmatch(each) else "person"
                    if kind == "label":
                        continue
                    if kind == "title":
                        if is_open:
                            self.persons[-1] += f"（{each}）"
                        else:
                            waiting += each
                        is_open = False
                        continue
                    self.is_unclear |= kind == "unclear"
                    self.is_named |= kind == "person" and not _PHONE.fullmatch(each)
                    if _PHONE.fullmatch(each) and self.persons:
                        self.persons[-1] += f" {each}"
                        continue
                    self.persons.append(_shown(each) + (f"（{waiting}）" if waiting else ""))
                    is_open, waiting = not waiting, ""
        if waiting:
            self.persons.append(waiting)

    def _simple(self, word: str) -> list[str]:
        """Return the words in one: a phone number glued to a name, and 甲和乙 where both are known."""
        phone = _PHONE.search(word)
        if phone and phone[0] != word:
            return [each for each in (word[: phone.start()], phone[0], word[phone.end() :]) if each]
        if len(word) <= _LONGEST_PAIR and _kind(word, self.townships)[0] == "unclear":
            for place, sign in enumerate(word):
                halves = [word[:place], word[place + 1 :]]
                if sign in "和及与" and all(
                    each and _kind(each, self.townships)[0] in ("unit", "person", "both") for each in halves
                ):
                    return halves
        return [word]


def _shown(word: str) -> str:
    return word.replace(_OPEN, "（").replace(_CLOSE, "）")


def split(written: str, townships: Townships) -> Split:
    """Tell units and persons of a cell apart; several of each are joined by 、.

    >>> split("住建局（张三）", Townships())[:2]
    ('住建局', '张三')
    >>> split("住建局、应急局", Townships())[:2]
    ('住建局、应急局', None)
    """
    text = unicodedata.normalize("NFKC", written).replace("，", ",")
    text = _INNER_BRACKET.sub(_keep_unit_bracket, _words().spaced.sub(r"\1\2", text))
    cell = _Cell(townships)
    for part in _PART.split(text):
        cell.read_part(part)
    whole = written.strip()
    if not cell.persons:
        return Split(whole, None) if cell.units else Split(None, whole, is_unclear=True)
    if not cell.units:
        return Split(None, whole, cell.is_named, cell.is_unclear)
    units, persons = ("、".join(dict.fromkeys(each)) for each in (cell.units, cell.persons))
    return Split(units, persons, cell.is_named, cell.is_unclear)


def _keep_unit_bracket(found: re.Match[str]) -> str:
    inside = found[1]
    is_part = _HAN.fullmatch(inside) and not _is_name(inside) and not _words().title.fullmatch(inside)
    return f"{_OPEN}{inside}{_CLOSE}" if is_part else found[0]


def read_unit_and_person(townships: Townships) -> Any:
    """Return the function that reads a cell of a column that holds both."""

    def read(cell: Any) -> tuple[Split, str | None]:
        found = split(str(cell), townships)
        return found, "unit_person_unclear" if found.is_unclear else None

    return read


def surely_split(written: str, townships: Townships) -> Split | None:
    """Return the parts of a unit's cell that surely names a person too; None where it does not: it stays as it is."""
    found = split(written, townships)
    return found if found.unit and found.is_named and not found.is_unclear else None
