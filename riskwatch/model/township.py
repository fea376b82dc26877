"""Which township a written place means: exact, then alias, then the only one with that base name.

Never guesses: two candidates are no answer.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from riskwatch.model.words import plain

How = Literal["exact", "alias", "base", "prefix"]

# 太和土家族乡 is written 太和乡 in bulletins: the people's name is dropped (domain: 884 such townships).
_PEOPLES = (
    "土家族 苗族 彝族 藏族 羌族 回族 侗族 瑶族 壮族 满族 蒙古族 布依族 白族 傣族 哈尼族 黎族 傈僳族 "
    "佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 布朗族 撒拉族 "
    "毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 "
    "裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族 维吾尔族 哈萨克族 朝鲜族"
).split()
_SUFFIX = re.compile(rf"(?:(?:{'|'.join(_PEOPLES)})*(?:民族)?(?:乡|镇|苏木)|街道办事处|街道办|街道|办事处|地区)$")
_LIST = re.compile(r"[、,，;；/\s]+")
# What follows a township's name and says that others are meant too: 、天边镇 and 等3个乡镇, but not 、码头村.
_MORE = re.compile(r"[、,，;；/](?!.*(?:村|社区|居委会|组|社|路|街|号)$)|等(?:[\d一二三四五六七八九十几]|乡|镇|地|$)")
_AND = "和及与"  # also part of names: 太和乡
_WHOLE = re.compile(r"^(?:全县|全区|全市|各乡镇|各乡镇街道|全域|县域)")
# Where no list of townships exists, a written place still shows its own: ……县白石乡雍家坪村.
_WRITTEN = re.compile(
    r"^(?:[^县市区镇乡村]{2,8}?(?:县|市|区))?(?P<township>[^县市区镇乡村、，,；;]{1,10}?(?:街道|镇|乡))"
    r"(?P<village>[^村、，,；;]{1,12}?(?:村|社区|居委会))?"
)


@dataclass(frozen=True, slots=True)
class Township:
    """One township of the county."""

    name: str
    code: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The township found in a text, how, and what of the text follows it."""

    name: str
    how: How
    rest: str = ""


def base_name(name: str) -> str:
    """Return the name without its kind and without a people's name.

    >>> base_name("太和土家族乡"), base_name("安坪镇"), base_name("安坪")
    ('太和', '安坪', '安坪')
    """
    base = _SUFFIX.sub("", name)
    return base if len(base) >= 2 else name


def names_all(text: str) -> bool:
    """Tell whether a text means every township: 全县, 各乡镇.

    >>> names_all("全县"), names_all("全胜镇")
    (True, False)
    """
    return bool(_WHOLE.match(plain(text)))


def written_place(text: str) -> tuple[str | None, str | None]:
    """Return the township and village as written inside a location; None where it names none.

    >>> written_place("兴安县白石乡雍家坪村")
    ('白石乡', '雍家坪村')
    """
    found = _WRITTEN.match("".join(plain(text).split()))
    return (found["township"], found["village"]) if found else (None, None)


def written_village(rest: str) -> str | None:
    """Return the village that a place goes on with after its township."""
    found = re.match(r"[^村、，,；;]{1,12}?(?:村|社区|居委会)", rest)
    return found[0] if found else None


@dataclass(frozen=True)
class Townships:
    """The county's townships and what their names may be written as."""

    all: tuple[Township, ...] = ()
    county: str = ""
    elsewhere: frozenset[str] = frozenset()  # places that are known to be no township, such as 县级部门
    _exact: dict[str, str] = field(default_factory=dict, repr=False)
    _aliases: dict[str, set[str]] = field(default_factory=dict, repr=False)
    _bases: dict[str, set[str]] = field(default_factory=dict, repr=False)

    def __bool__(self) -> bool:
        """Without a list nothing can be said about a name."""
        return bool(self.all)

    @property
    def names(self) -> tuple[str, ...]:
        """The official names, in the list's order."""
        return tuple(each.name for each in self.all)

    def resolve(self, text: str) -> Match | None:
        """Return the township that ``text`` names or begins with; None when none or several could be meant."""
        return _resolve(self, "".join(plain(text).split()))

    def several(self, text: str) -> list[str] | None:
        """Return the townships of a written list; every one for 全县; None when one of them is unknown."""
        text = plain(text)
        if names_all(text):
            return list(self.names)
        found = [self._named(part) for part in _LIST.split(text) if part]
        return None if None in found or not found else [name for names in found if names for name in names]

    def is_several(self, text: str) -> bool:
        """Tell whether a text names more than one township, or says that it means more than the one it names."""
        match = self.resolve(text)
        if match and not match.rest:
            return False
        named = self.several(text)
        return bool((named and len(named) > 1) or (match and _MORE.match(match.rest)))

    def _named(self, text: str) -> list[str] | None:
        """Return the townships of 甲镇和乙乡; a whole name goes before its parts."""
        match = self.resolve(text)
        if match and not match.rest:
            return [match.name]
        for place in (place for place, sign in enumerate(text) if sign in _AND):
            first, second = self._named(text[:place]), self._named(text[place + 1 :])
            if first and second:
                return first + second
        return [match.name] if match else None

    def __hash__(self) -> int:
        """Identity: a list is built once per data version."""
        return id(self)


def townships(entries: Iterable[Township], county: str = "", taught: Mapping[str, str] | None = None) -> Townships:
    """Index the county's townships by what they may be written as. ``taught`` adds writings: a township, or empty for none."""
    taught = {"".join(plain(written).split()): name for written, name in (taught or {}).items()}
    entries = tuple(entries)
    exact = {plain(each.name): each.name for each in entries}
    aliases: dict[str, set[str]] = defaultdict(set)
    bases: dict[str, set[str]] = defaultdict(set)
    for each in entries:
        for alias in each.aliases:
            aliases[plain(alias)].add(each.name)
            bases[base_name(plain(alias))].add(each.name)
        bases[base_name(plain(each.name))].add(each.name)
    for written, name in taught.items():
        if name:
            aliases[written] = {name}
    return Townships(entries, county, frozenset(w for w, name in taught.items() if not name), exact, dict(aliases), dict(bases))


@lru_cache(maxsize=65536)
def _resolve(known: Townships, text: str) -> Match | None:
    county = "".join(known.county.split("（")[0].split())
    if county and text.startswith(county) and len(text) > len(county):
        text = text[len(county) :]
    if text in known._exact:
        return Match(known._exact[text], "exact")
    if text in known._aliases:
        return _only(known._aliases[text], "alias", "")
    starting = sorted((name for name in known._exact if text.startswith(name)), key=len, reverse=True)
    if starting:
        return Match(known._exact[starting[0]], "prefix", text[len(starting[0]) :])
    starting = sorted((name for name in known._aliases if text.startswith(name)), key=len, reverse=True)
    if starting:
        return _only(known._aliases[starting[0]], "prefix", text[len(starting[0]) :])
    if base_name(text) in known._bases:
        return _only(known._bases[base_name(text)], "base", "")
    # 太和乡码头村: base + kind, then more.
    for base in sorted((base for base in known._bases if text.startswith(base)), key=len, reverse=True):
        kind = re.match(r"(?:民族)?(?:乡|镇|街道办事处|街道)", text[len(base) :])
        if kind:
            return _only(known._bases[base], "prefix", text[len(base) + kind.end() :])
    return None


def _only(candidates: set[str], how: How, rest: str) -> Match | None:
    return Match(next(iter(candidates)), how, rest) if len(candidates) == 1 else None
