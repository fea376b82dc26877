"""Sheets to fill in: a template for each ledger, and the ledger's rows back in the headings that an office wrote itself.

A hidden row names the columns by their canonical names, so that nothing has to be guessed when the sheet comes back.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import xlsxwriter

from riskwatch.intake.outgoing import Texts
from riskwatch.model.ledger import Column, Ledger
from riskwatch.model.vocabulary import vocabulary
from riskwatch.model.words import plain

VERSION = 1
MARK = "作战图模板"  # the first cell of the hidden row: 作战图模板 hazard 1
SERIAL = "序号"
EXAMPLE = "示例"
BESIDE = ("填写说明", "词表")  # sheets of a template that hold no data
_ROWS_READY = 1000
_LONGEST_LIST = 250  # characters of a drop-down that Excel keeps in the cell itself
_TITLE = {"bold": True, "font_size": 16}
_EDGE = {"border": 1, "border_color": "#9aa7b3"}
_HEAD = {"bold": True, "bg_color": "#e3eef8", "text_wrap": True, "valign": "vcenter", "align": "center", **_EDGE}
_REQUIRED = {**_HEAD, "bg_color": "#fde9d9"}
_HOW = {
    "text": "文字",
    "code": "编号，文字；同一条每次都用同一个编号",
    "person": "姓名",
    "location": "乡镇、村、组的位置",
    "phone": "电话，按文本填",
    "number": "数字",
    "integer": "整数",
    "share": "百分比，例如 50%",
    "date": "日期，例如 2026-06-05",
    "moment": "日期和时刻，例如 2026-06-05 14:00",
    "deadline": "日期；也可以写“立行立改”“长期坚持”“15日内”“2026年底前”",
    "word": "从下拉里选",
    "words": "可以写几种，用顿号分开",
    "flag": "是或否",
    "place": "乡镇（街道）全称",
    "places": "乡镇全称，用顿号分开；全县写“全县”",
    "longitude": "十进制度，例如 106.123456",
    "latitude": "十进制度，例如 30.123456",
}


def template(ledger: Ledger, townships: Sequence[str] = ()) -> bytes:
    """Return the template of a ledger as .xlsx: an empty table with drop-downs and limits, two example rows, 填写说明.

    The example rows are left out when the sheet comes back, unless somebody wrote over them.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": ledger.title, "comments": f"{MARK} {ledger.name} {VERSION}"})
    look, texts = _Look.of(book), Texts(book)
    sheet = book.add_worksheet(ledger.short[:31])
    _head(sheet, ledger, texts)
    lists = _Lists(book, texts)
    needed = {name for group in ledger.required for name in group}
    for position, column in enumerate(ledger.columns, start=1):
        texts.write(sheet, 2, position, column.name)
        texts.write(sheet, 3, position, titled(column), **(_REQUIRED if column.name in needed else _HEAD))
        _prepare(sheet, position, column, look, _rule(column, lists, townships))
    for number, row in enumerate(examples(ledger, townships)):
        for position, text in enumerate(row):
            texts.write(sheet, 4 + number, position, text, italic=True, font_color="#7a8794")
    _explain(book.add_worksheet(BESIDE[0]), ledger, texts)
    lists.close()
    book.close()
    return out.getvalue()


def examples(ledger: Ledger, townships: Sequence[str] = ()) -> list[list[str]]:
    """Return the example rows of a template, as texts; the first cell says that they are examples."""
    return [[EXAMPLE, *(_example(column, number, townships) for column in ledger.columns)] for number in (0, 1)]


def is_example(row: Sequence[object], ledger: Ledger, names: Mapping[int, str]) -> bool:
    """Tell whether a row is one of the template's examples, untouched but for what a list of townships changes."""
    if not row or plain(str(row[0])) != EXAMPLE:
        return False
    own = [dict(zip(("", *(column.name for column in ledger.columns)), example, strict=True)) for example in examples(ledger)]
    places = {column.name for column in ledger.columns if column.kind in ("place", "places")}
    written = {name: "" if row[at] is None else str(row[at]).strip() for at, name in names.items() if at < len(row)}
    return any(all(name in places or text == example[name] for name, text in written.items()) for example in own)


def _example(column: Column, number: int, townships: Sequence[str]) -> str:
    if column.kind in ("word", "words"):
        labels = list(vocabulary(column.vocabulary or column.name).labels.values())
        return labels[min(number, len(labels) - 1)]
    if column.kind in ("place", "places"):
        return (townships[number % len(townships)]) if townships else "示例镇"
    day = date(2026, 6, 5) + timedelta(days=number)
    fixed = {
        "flag": ("是", "否")[number],
        "date": f"{day}",
        "moment": f"{day} 14:00",
        "deadline": (f"{day + timedelta(days=30)}", "立行立改")[number],
        "share": ("50%", "100%")[number],
        "phone": "13800000000",
        "person": ("张例", "李例")[number],
        "code": f"{EXAMPLE}-{number + 1:03}",
        "longitude": "",
        "latitude": "",
        "location": "示例镇示例村",
    }
    if column.kind in fixed:
        return fixed[column.kind]
    if column.kind in ("number", "integer"):
        return f"{max(column.least or 0, min(10 + number, column.most if column.most is not None else 100)):g}"
    return f"示例{column.title}{'一二'[number]}"


@dataclass(frozen=True)
class _Look:
    """The formats of a template's columns."""

    text: Any
    day: Any
    moment: Any

    @classmethod
    def of(cls, book: Any) -> "_Look":
        return cls(
            text=book.add_format({"num_format": "@"}),
            day=book.add_format({"num_format": "yyyy-mm-dd"}),
            moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        )


class _Lists:
    """The hidden sheet of long drop-downs; its state is the next free column."""

    def __init__(self, book: Any, texts: Texts) -> None:
        self.texts = texts
        self.sheet = book.add_worksheet(BESIDE[1])
        self.sheet.hide()
        self.next = 0

    def source(self, words: Sequence[str]) -> list[str] | str:
        """Return what a drop-down takes its words from."""
        if len(",".join(words)) <= _LONGEST_LIST:
            return list(words)
        for row, word in enumerate(words):
            self.texts.write(self.sheet, row, self.next, word)
        letters = xlsxwriter.utility.xl_col_to_name(self.next)
        self.next += 1
        return f"={BESIDE[1]}!${letters}$1:${letters}${len(words)}"

    def close(self) -> None:
        """Say what the sheet is for, where it would be empty."""
        if not self.next:
            self.texts.write(self.sheet, 0, 0, BESIDE[1])


def _head(sheet: Any, ledger: Ledger, texts: Texts) -> None:
    texts.write(sheet, 0, 0, ledger.title, **_TITLE)
    texts.write(sheet, 1, 0, "填报单位：")
    texts.write(sheet, 1, 4, "截止日期：")
    texts.write(sheet, 2, 0, f"{MARK} {ledger.name} {VERSION}")
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_row(3, 34)
    texts.write(sheet, 3, 0, SERIAL, **_HEAD)
    sheet.set_column(0, 0, 10)
    sheet.freeze_panes(4, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)


def _prepare(sheet: Any, position: int, column: Column, look: _Look, rule: dict[str, Any] | None) -> None:
    kind = {"date": look.day, "moment": look.moment, "phone": look.text, "code": look.text}.get(column.kind)
    sheet.set_column(position, position, min(36, max(10, len(column.title) * 2 + 4)), kind)
    if rule:
        sheet.data_validation(4, position, 3 + _ROWS_READY, position, rule)


def titled(column: Column) -> str:
    """Return a column's heading with its unit, as a template writes it."""
    return column.title if not column.unit or column.unit in column.title else f"{column.title}（{column.unit}）"


def _rule(column: Column, lists: _Lists, townships: Sequence[str]) -> dict[str, Any] | None:
    """Return the check that Excel makes while somebody types; what may be written otherwise is only a hint."""
    told = {"input_title": column.title[:32], "input_message": _HOW[column.kind][:250], "error_title": "请核对"}
    if column.kind in ("word", "flag"):
        words = ["是", "否"] if column.kind == "flag" else list(vocabulary(column.vocabulary or "").labels.values())
        return {**told, "validate": "list", "source": lists.source(words), "error_message": "从下拉里选一种。"}
    if column.kind == "place" and townships:
        return {
            **told,
            "validate": "list",
            "source": lists.source(townships),
            "error_type": "warning",
            "error_message": "名录里没有这个乡镇。",
        }
    if column.kind == "date":
        earliest = {"validate": "date", "criteria": ">=", "value": datetime(2000, 1, 1)}
        return {**told, **earliest, "error_type": "warning", "error_message": "写成 2026-06-05 这样的日期。"}
    if column.kind in ("number", "integer") and column.least is not None and column.most is not None:
        between = {"criteria": "between", "minimum": column.least, "maximum": column.most}
        validate = "integer" if column.kind == "integer" else "decimal"
        return {
            **told,
            "validate": validate,
            **between,
            "error_type": "warning",
            "error_message": f"填 {column.least:g} 到 {column.most:g} 之间的数。",
        }
    return {**told, "validate": "any"}


def _explain(sheet: Any, ledger: Ledger, texts: Texts) -> None:
    texts.write(sheet, 0, 0, f"{ledger.title}填写说明", **_TITLE)
    lines = (
        "一行填一条；不知道的空着，不要写“无”“待定”。前两行是示例，可以删掉，也可以直接覆盖；没改过的示例不会读入。",
        "列可以调换顺序、删掉不用的列，也可以在右边加自己的列；第 3 行是隐藏的列名，不要删。",
        "橙色的列必填：" + "；".join("或".join(ledger.column(name).title for name in group) for group in ledger.required) + "。",
        f"模板版本：{ledger.name} {VERSION}。旧版本的模板照样能报。",
    )
    for row, line in enumerate(lines, start=1):
        texts.write(sheet, row, 0, line)
    for position, name in enumerate(("列名", "必填", "怎么填", "可以写的词", "示例")):
        texts.write(sheet, 6, position, name, **_HEAD)
    needed = {name for group in ledger.required for name in group}
    example = examples(ledger)[0][1:]
    for row, (column, shown) in enumerate(zip(ledger.columns, example, strict=True), start=7):
        words = list(vocabulary(column.vocabulary).labels.values()) if column.vocabulary else []
        told = (titled(column), "必填" if column.name in needed else "", _HOW[column.kind], "、".join(words), shown)
        for position, text in enumerate(told):
            texts.write(sheet, row, position, text, text_wrap=True, valign="top")
    for position, width in enumerate((24, 8, 44, 60, 24)):
        sheet.set_column(position, position, width)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
