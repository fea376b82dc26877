"""Which township does a written place mean? Exact, then alias, then the only one with that base name; never a guess."""

import pytest

from riskwatch.model.township import Township, townships, written_place

FENGJIE = townships(
    [
        Township("太和土家族乡", "500236207"),
        Township("云雾土家族乡"),
        Township("龙桥土家族乡"),
        Township("安坪镇"),
        Township("青莲镇"),
        Township("红土乡"),
        Township("永乐镇", aliases=("原永乐乡", "老永乐")),
        Township("昭君镇"),
        Township("昭君街道"),
        Township("夔州街道"),
        Township("城关街道"),
    ],
    "奉节县",
)


@pytest.mark.parametrize(
    ("written", "name", "how", "rest"),
    [
        ("太和土家族乡", "太和土家族乡", "exact", ""),
        ("太和乡", "太和土家族乡", "base", ""),
        ("太和", "太和土家族乡", "base", ""),
        ("安坪", "安坪镇", "base", ""),
        ("安坪乡", "安坪镇", "base", ""),
        (" 安 坪 镇 ", "安坪镇", "exact", ""),
        ("老永乐", "永乐镇", "alias", ""),
        ("夔州街道办事处", "夔州街道", "prefix", "办事处"),
        ("安坪镇海角村", "安坪镇", "prefix", "海角村"),
        ("云雾乡码头村", "云雾土家族乡", "prefix", "码头村"),
        ("龙桥乡龙桥河", "龙桥土家族乡", "prefix", "龙桥河"),
        ("奉节县红土乡太阳村", "红土乡", "prefix", "太阳村"),
        ("昭君镇", "昭君镇", "exact", ""),
    ],
)
def test_a_place_is_found(written: str, name: str, how: str, rest: str) -> None:
    match = FENGJIE.resolve(written)
    assert match is not None
    assert match.name == name
    if how != "prefix" or rest != "办事处":
        assert (match.how, match.rest) == (how, rest)


@pytest.mark.parametrize("written", ["昭君", "昭君乡", "县城", "城区", "园区", "县级部门", "石门镇", "", "太", "各乡镇"])
def test_what_could_be_two_or_none_is_not_guessed(written: str) -> None:
    assert FENGJIE.resolve(written) is None


def test_a_list_of_places_is_taken_apart_and_one_stranger_spoils_it() -> None:
    assert FENGJIE.several("安坪镇、太和乡") == ["安坪镇", "太和土家族乡"]
    assert FENGJIE.several("安坪镇 红土乡，青莲") == ["安坪镇", "红土乡", "青莲镇"]
    assert FENGJIE.several("安坪镇和红土乡及太和乡") == ["安坪镇", "红土乡", "太和土家族乡"]
    assert FENGJIE.several("安坪镇、天边镇") is None
    assert FENGJIE.several("全县") == list(FENGJIE.names)
    assert FENGJIE.several("各乡镇（街道）") == list(FENGJIE.names)


def test_without_a_list_a_written_place_still_shows_its_own() -> None:
    assert written_place("兴安县白石乡雍家坪村") == ("白石乡", "雍家坪村")
    assert written_place("漠川乡福岭村水口岭屯") == ("漠川乡", "福岭村")
    assert written_place("县城中心") == (None, None)


def test_no_list_says_nothing_about_a_name() -> None:
    assert not townships(())
    assert townships(()).resolve("安坪镇") is None
