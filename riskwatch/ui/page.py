"""What every page is made of: heading with sources, numbers with their 口径, charts beside their tables, exports."""

import io
from collections.abc import Callable, Mapping, Sequence, Sized
from datetime import date, datetime
from functools import cache
from html import escape
from typing import Any, Literal
from urllib.parse import quote

import pandas as pd
import plotly.graph_objects as go
import pyarrow
import streamlit as st
import xlsxwriter

from riskwatch.intake.outgoing import Texts
from riskwatch.model.files import DATA, read_toml
from riskwatch.model.indicator import Indicator, indicator
from riskwatch.model.ledger import ledger, ledgers
from riskwatch.model.vocabulary import vocabulary
from riskwatch.store.question import question
from riskwatch.ui.answers import Same, answer, count_of
from riskwatch.ui.house import desk
from riskwatch.ui.menu import link
from riskwatch.ui.session import look, seen_day, seen_words
from riskwatch.ui.shared import shared

_SHOWN_WHOLE = 12  # rows
TONE_WORDS = {"red": "红", "orange": "橙", "yellow": "黄", "blue": "蓝"}
_CHART_CONFIG = {
    "displaylogo": False,
    "locale": "zh-CN",
    "locales": {
        "zh-CN": {
            "dictionary": {
                "Download plot as a png": "下载图片", "Download plot as a PNG": "下载图片", "Zoom": "放大", "Pan": "平移", "Zoom in": "放大", "Zoom out": "缩小",
                "Autoscale": "自动缩放", "Reset axes": "还原坐标轴", "Box Select": "框选", "Lasso Select": "圈选", "Double-click to zoom back out": "双击还原",
                "Toggle Spike Lines": "参考线", "Show closest data on hover": "显示最近的数据", "Compare data on hover": "对比数据", "Fullscreen": "全屏",
            },
            "format": {
                "months": [f"{month}月" for month in range(1, 13)],
                "shortMonths": [f"{month}月" for month in range(1, 13)],
                "days": ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
                "shortDays": ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
                "date": "%Y年%m月%d日", "month": "%Y年%b", "year": "%Y年", "dayMonth": "%b%d日", "dayMonthYear": "%Y年%b%d日",
            },
        }
    },
    "modeBarButtonsToRemove": ["zoom2d", "pan2d", "select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "resetScale2d"],
}  # fmt: skip
_STYLE = """<style>
.stMainBlockContainer {padding: .9rem 1.4rem 3rem !important; max-width: 1900px;}
[data-testid="stHeader"] {background: transparent; height: 2rem;}
[data-testid="stMainBlockContainer"] h1 {padding: .2rem 0 0;}
[data-testid="stMetric"] {background: #fff; padding: .6rem .8rem !important;}
[data-testid="stMetricValue"] {font-size: clamp(1.35rem, 1.75vw, 1.9rem) !important;}
[data-testid="stMetric"] > div {padding: 0 !important;}
[class*="st-key-numbers-"] {
  display: grid !important; gap: 1rem;
  grid-template-columns: repeat(auto-fit, minmax(max(9.5rem, (100% - (var(--across) - 1) * 1rem) / var(--across)), 1fr));
}
[class*="st-key-numbers-4"] {--across: 4;}
[class*="st-key-numbers-5"] {--across: 5;}
[class*="st-key-numbers-6"] {--across: 6;}
[data-testid="stMetricLabel"] p {font-size: .92rem; white-space: normal;}
[data-testid="stSidebar"] {min-width: 210px !important; max-width: 210px !important;}
[data-testid="stCaptionContainer"] {opacity: .78 !important;} /* at Streamlit's .6 small text has a contrast of 4.0 */
.sample-bar {background: #e3eef8; color: #12344d; border-radius: 4px; padding: .25rem .8rem; font-size: .9rem;}
[data-testid="stSidebarNav"] a span {font-size: 1rem;}
[data-testid="stMetricLabel"] a {color: inherit !important; text-decoration: underline dotted #9aa7b3 !important; text-underline-offset: .25em;}
.named-list {border-collapse: collapse; width: 100%; font-size: .88rem;}
.named-list th {text-align: left; font-weight: 600; color: #51606e; border-bottom: 1px solid #c3ced8; padding: .2rem .4rem; white-space: nowrap;}
.named-list td {border-bottom: 1px solid #e6ebf0; padding: .25rem .4rem; vertical-align: top;}
.named-list a {font-weight: 600; color: #1f5f8b; text-decoration: none;}
.level {display: inline-block; padding: 0 .45em; border-radius: 3px; color: #fff; font-weight: 600; font-size: .85em;}
.level-yellow {color: #3b3200;}
@media print {
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stSelectbox"], [data-testid="stTooltipIcon"],
  [data-testid="stTabs"] [role="tablist"], .stButton, .stDownloadButton, .no-print {display: none !important;}
  .stApp, .stMain, [data-testid="stMetric"] {background: #fff !important;}
  .stMainBlockContainer {padding: 0 !important; zoom: .68;}
  .stMainBlockContainer [data-testid="stVerticalBlock"] {gap: .5rem;}
  [data-testid="stTable"], [data-testid="stTable"] div {overflow: visible !important;}
  tr, [data-testid="stMetric"] {break-inside: avoid;}
  @page {size: A4; margin: 10mm;}
}
</style>"""


def style() -> None:
    """Send the few rules that the theme cannot say."""
    st.html(_STYLE)


# --- heading ---


def heading(title: str, *names: str) -> None:
    """Show the page's title, until when its data count and which ledgers it stands on."""
    st.title(title)
    rows = answer("uploads/freshness", as_of=seen_day() if look() else None)
    fresh = _by_ledger(Same(rows))
    known = [name for name in names if name in fresh]
    if not known:
        st.caption(f"看的是 {seen_words()}。来源台账：{'、'.join(ledger(name).title for name in names)}（都还没有上报）。")
        return
    until = max(fresh[name]["as_of"] for name in known)
    sources = "、".join(
        f"{ledger(name).short}（{fresh[name]['upload_count']} 次上报，至 {fresh[name]['as_of']:%m月%d日}）" for name in known
    )
    silent = [ledger(name).short for name in names if name not in fresh]
    missing = f"；还没有上报：{'、'.join(silent)}" if silent else ""
    st.caption(f"看的是 {seen_words()} · 数据截止 {until:%Y年%m月%d日} · 来源：{sources}{missing}")


@shared(most=64)
def _by_ledger(rows: Same) -> dict[str, dict[str, Any]]:
    return {str(row["ledger"]): {str(name): value for name, value in row.items()} for row in rows.table.to_dict("records")}


def nothing_yet(*names: str) -> None:
    """Say that a page has nothing to show, and what to upload; then stop."""
    if look():
        st.info(f"{seen_day():%Y年%m月%d日} 那天还没有这些数据。", icon=":material/inbox:")
        st.stop()
    wanted = "、".join(ledger(name).title for name in names)
    st.info(f"还没有数据。上报{wanted}后，这里就会显示。", icon=":material/inbox:")
    from riskwatch.ui.session import may_i

    if may_i("upload"):
        st.page_link(link("upload"), label="去上报数据", icon=":material/upload_file:")
    st.stop()


# --- numbers ---


def shown(about: Indicator, value: Any, prefix: Any = "") -> str:
    """Return a value as the screen says it: — where it is not known, never a zero or a hundred per cent; 至少 before a bound."""
    if value is None or value is pd.NA or value != value:
        return "—"
    if about.kind == "share":
        return f"{value * 100:.1f}%"
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return f"{prefix or ''} {text} {about.unit}".strip()


def number(name: str, now: pd.DataFrame, before: pd.DataFrame | None = None, *, leads_on: bool = True) -> None:
    """Show an indicator with its change since a week before; its 口径 stands behind the question mark, its rows behind its title."""
    about = indicator(name)
    row = first_row(now)
    value = row.get(about.column)
    change = _change(about, value, before)
    level = about.level_of(None if value is None else float(value))
    badge = (
        f" :{_BADGE[level.tone]}-badge[{TONE_WORDS.get(level.tone, '')}·{level.name}]" if level and level.tone in _BADGE else ""
    )
    st.metric(
        f"[{about.title}]({_rows_at(about)}){badge}" if leads_on else f"{about.title}{badge}",
        shown(about, value, row.get(about.prefix)),
        delta=change,
        delta_color="off" if change in (_SAME, _UNKNOWN) else "inverse" if about.worse == "higher" else "normal",
        delta_arrow="off" if change in (_SAME, _UNKNOWN) else "auto",
        delta_description="比上周" if change and change != _UNKNOWN else None,
        help=_basis(about) + (f"\n\n**比上周**：{_SINCE[about.changes_by]}" if before is not None else ""),
        border=True,
        height="stretch",
    )


def numbers(across: Literal[4, 5, 6], *told: tuple[str, pd.DataFrame] | tuple[str, pd.DataFrame, pd.DataFrame]) -> None:
    """Show indicators, at most so many in a row and all of one width; each as ``number`` takes it."""
    with st.container(key=f"numbers-{across}-{told[0][0]}"):  # columns would cost a message each
        for each in told:
            number(*each)


def first_row(rows: pd.DataFrame) -> dict[str, Any]:
    """Return the numbers of an answer's one row, None for those not known; nothing where there is no row."""
    return _first(Same(rows))


@shared(most=1024)
def _first(rows: Same) -> dict[str, Any]:
    return {str(name): _known(rows.table[name].iloc[0]) for name in rows.table.columns} if len(rows.table) else {}


def _known(value: Any) -> Any:
    """Return a number, or None for every way in which a table writes that it is not known."""
    return None if pd.api.types.is_scalar(value) and pd.isna(value) else value


FILTERS = ("township", "severity", "source", "industry", "unit", "risk_level", "status", "stage")


def _rows_at(about: Indicator) -> str:
    """Return the address of the rows that were counted, narrowed as the page is narrowed."""
    asked = question(about.asks).params
    return address("number", of=about.name, **{name: value for name, value in _narrowed().items() if name in asked})


_SAME, _UNKNOWN = "持平", "上周没有数据"
_SINCE = {
    "dates": "用现有台账里的发现、销号、办结等日期，倒推 7 天前的数。",
    "reports": "台账里没有变动日期，与 7 天前已经报来的表相比；那天还没有报来的不比。",
}
_BADGE = {"red": "red", "orange": "orange", "yellow": "yellow", "blue": "blue"}


def _change(about: Indicator, value: Any, before: pd.DataFrame | None) -> str | None:
    if before is None or not len(before) or value is None or value != value:
        return None
    old = first_row(before).get(about.column)
    if old is None:
        return _UNKNOWN
    step = float(value) - float(old)
    if abs(step) < (0.0005 if about.kind == "share" else 0.5):
        return _SAME
    return f"{step * 100:+.1f} 个百分点" if about.kind == "share" else f"{step:+,.0f}"


def _basis(about: Indicator) -> str:
    checked = f"核对：{about.checked_by}" if about.checked_by else "口径待县确认"
    return f"**口径**：{about.basis}\n\n**依据**：{about.source}\n\n{checked}"


# --- titles and labels ---


@cache
def titles() -> dict[str, str]:
    """Return the screen title of every column name: of ledgers, then of answers."""
    found = {column.name: column.title for each in reversed(ledgers()) for column in each.columns}
    return found | read_toml(DATA / "titles.toml")


@cache
def _answer_words() -> dict[str, dict[str, str]]:
    """Return the labels of words that only answers use, by column."""
    return read_toml(DATA / "words.toml")


def title_of(name: str, of_ledger: str | None = None) -> str:
    """Return a column's title, as its own ledger calls it."""
    column = ledger(of_ledger).by_name.get(name) if of_ledger else None
    return column.title if column else titles().get(name, name)


@cache
def words_of(name: str, of_ledger: str | None) -> dict[str, str] | None:
    """Return the labels of a column of words; None for other columns."""
    sources = [ledger(of_ledger)] if of_ledger else list(ledgers())
    for each in sources:
        column = each.by_name.get(name)
        if column is not None and column.vocabulary:
            return vocabulary(column.vocabulary).labels
    return _answer_words().get(name)


def label(name: str, code: object, of_ledger: str | None = None) -> str:
    """Return a word's label; 未填 where it is absent."""
    if code is None or code is pd.NA or code != code:
        return "未填"
    return (words_of(name, of_ledger) or {}).get(str(code), str(code))


def in_words(rows: pd.DataFrame, of_ledger: str | None = None) -> pd.DataFrame:
    """Return a table with Chinese titles and labels, for the screen and for export."""
    told: dict[str, Any] = {}
    for name in rows.columns:
        column = rows[name]
        labels = words_of(name, of_ledger)
        if labels:
            column = column.map(lambda code, labels=labels: _labels(code, labels))
        elif any(isinstance(value, bool) for value in column):
            column = column.map(lambda value: {True: "是", False: "否"}.get(value, ""))
        elif name.endswith(("_share", "_rate")):
            column = column.map(lambda value: None if value != value or value is None else round(value * 100, 1))
        told[title_of(name, of_ledger)] = column
    return pd.DataFrame(told, index=rows.index)


def _labels(code: Any, labels: Mapping[str, str]) -> str | None:
    if isinstance(code, str):
        return labels.get(code, code)
    if hasattr(code, "__iter__"):
        return "、".join(labels.get(each, each) for each in code)
    return None


# --- tables and charts ---

SHOWN = 2_000
EXPORTED = 100_000
BLANK = "未填"


def _narrowed() -> dict[str, str]:
    written = st.query_params.to_dict()
    return {name: written[name] for name in FILTERS if name in written}


def listing(
    name: str, *, key: str, of_ledger: str, file_name: str, height: int, without: Sequence[str] = (), **params: Any
) -> None:
    """Show the rows that a question lists, but for the columns ``without``: the first on the screen, all when exported."""
    rows = answer(name, most=SHOWN, **params)
    table(
        rows,
        key=key,
        of_ledger=of_ledger,
        file_name=file_name,
        height=height,
        columns=[column for column in rows.columns if column not in ("key", *without)],
        total=len(rows) if len(rows) < SHOWN else count_of(name, **params),
        whole=lambda: answer(name, most=EXPORTED, **params),
    )


def table(
    rows: pd.DataFrame,
    *,
    key: str,
    of_ledger: str | None = None,
    file_name: str = "明细",
    height: int | str = "auto",
    columns: Sequence[str] | None = None,
    total: int | None = None,
    whole: Callable[[], pd.DataFrame] | None = None,
    leads_to: tuple[str, str] | None = None,
) -> None:
    """Show rows with Chinese titles, an .xlsx of them, and a walk from a chosen row.

    ``columns`` are those shown, in this order; None shows all but the key. A row of a ledger (its ``key`` and ``of_ledger``) leads to
    its history; a row of a grouped answer leads to the rows of an indicator, narrowed to its group: ``leads_to`` names both. Where
    only the first of ``total`` rows are given, ``whole`` gives those that are exported.
    """
    shown = tuple(columns or (name for name in rows.columns if name != "key"))
    group = leads_to[1] if leads_to else None
    told, config = _prepared(Same(rows), shown, of_ledger, group)
    to_history = of_ledger is not None and "key" in rows.columns
    chosen = grid(
        _sent(Same(rows), shown, of_ledger, group),
        key=key,
        height=height,
        column_config=config,
        on_select="rerun" if to_history or leads_to else "ignore",
        selection_mode="single-row",
    )
    total = len(rows) if total is None else total
    first = f"，屏幕上是前 {len(rows):,} 行" if len(rows) < total else ""
    most = f"导出前 {EXPORTED:,} 行。" if total > EXPORTED else ""
    hint = "点行首可看这一条的来历。" if to_history else "点行首可看是哪些。" if leads_to else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"共 {total:,} 行{first}。{most}{hint}")
        export((lambda: in_words(whole()[list(shown)], of_ledger)) if whole else told, file_name=file_name, key=f"{key}_xlsx")
    if not (to_history or leads_to) or not chosen.selection.rows:
        return
    row = rows.iloc[chosen.selection.rows[0]]
    if to_history:
        open_screen("row", ledger=str(of_ledger), key=str(row["key"]))
    elif leads_to:
        group = row[leads_to[1]]
        if not isinstance(group, str) and leads_to[1] in ("township", "source"):
            st.caption("这一组在表里没有填，不能单独列出。")
        else:
            wanted = label(leads_to[1], group, of_ledger) if isinstance(group, str) else BLANK
            open_screen("number", of=leads_to[0], **{**_narrowed(), leads_to[1]: wanted})


@shared(most=256)
def _prepared(
    rows: Same, columns: tuple[str, ...], of_ledger: str | None, group: str | None = None
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return a table in words with its column settings, once per answer; a blank ``group`` is said in words."""
    told = in_words(rows.table[list(columns)], of_ledger)
    if group in columns:
        told[title_of(group, of_ledger)] = told[title_of(group, of_ledger)].fillna(BLANK)
    return told, _column_config(rows.table, told, of_ledger)


@shared(most=128)
def _sent(rows: Same, columns: tuple[str, ...], of_ledger: str | None, group: str | None = None) -> pyarrow.Table | pd.DataFrame:
    """Return a table in words as it is sent, turned into columns of Arrow once; as it is where a column mixes kinds."""
    told, _ = _prepared(rows, columns, of_ledger, group)
    try:
        return pyarrow.Table.from_pandas(told)
    except pyarrow.ArrowException:
        return told


def tall(rows: Sized) -> int | Literal["content"]:
    """Return how high a table is: as its rows, and scrolled where they are many."""
    return "content" if len(rows) <= _SHOWN_WHOLE else 420


def grid(told: pd.DataFrame | pyarrow.Table, **options: Any) -> Any:
    """Show a table whose titles and words are Chinese already; what is not reported is —, in every column."""
    return st.dataframe(told, hide_index=True, placeholder="—", **options)


def named_list(
    rows: pd.DataFrame, *, columns: Sequence[str], key: str, of_ledger: str | None, file_name: str, height: int, total: int
) -> None:
    """Show rows whole, words wrapped, each leading to its origin, with an .xlsx of them: for lists read by name.

    Where ``rows`` are only the first of ``total``, it says so; the number's own page has them all.
    """
    told, _ = _prepared(Same(rows), tuple(columns), of_ledger)
    with st.container(height=height, border=False):
        if told.empty:
            st.caption("没有。")
        else:
            st.html(_list_html(Same(rows), tuple(columns), of_ledger))
    with st.container(horizontal=True, vertical_alignment="center"):
        first = f"，列出前 {len(rows):,} 行" if len(rows) < total else ""
        st.caption(f"共 {total:,} 行{first}。" + ("点首列可看这一条的来历。" if of_ledger else ""))
        export(told, file_name=file_name, key=f"{key}_xlsx")


@shared(most=64)
def _list_html(rows: Same, columns: tuple[str, ...], of_ledger: str | None) -> str:
    told, _ = _prepared(rows, columns, of_ledger)
    keys = rows.table["key"].tolist() if of_ledger else [None] * len(told)
    head = "".join(f"<th>{escape(str(name))}</th>" for name in told.columns)
    body = []
    for found, values in zip(keys, told.itertuples(index=False), strict=True):
        cells = [escape(as_printed(value)) for value in values]
        if found is not None:
            cells[0] = f'<a href="{escape(address("row", ledger=str(of_ledger), key=str(found)))}" target="_self">{cells[0]}</a>'
        body.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return f'<table class="named-list"><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table>'


def printed_table(title: str, rows: pd.DataFrame, *, of_ledger: str, most: int) -> None:
    """Show the first rows as a plain table that prints; say how many are left out, and that there are none."""
    st.markdown(f"**{title}**（{len(rows):,}）")
    if rows.empty:
        st.caption("没有。")
        return
    told = in_words(rows.head(most), of_ledger)
    st.table(
        pd.DataFrame({name: [as_printed(value) for value in told[name]] for name in told.columns}),
        hide_index=True,
        border="horizontal",
    )
    if len(rows) > most:
        st.caption(f"其余 {len(rows) - most:,} 条见台账。")


def as_printed(value: Any) -> str:
    """Return a value as paper says it: — for a blank, a day without its hour, a number without a tail of noughts."""
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return "—"
    if isinstance(value, pd.Timestamp | datetime):
        return f"{value:%Y-%m-%d}" if value.hour == value.minute == 0 else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.6g}"
    return str(value)


def _column_config(rows: pd.DataFrame, told: pd.DataFrame, of_ledger: str | None) -> dict[str, Any]:
    config: dict[str, Any] = {}
    for name in rows.columns:
        title = title_of(name, of_ledger)
        if title not in told:
            continue
        if name.endswith(("_share", "_rate")):
            config[title] = st.column_config.NumberColumn(format="%.1f%%")
        elif name.endswith("_on") or name == "as_of":
            config[title] = st.column_config.DateColumn(format="YYYY-MM-DD")
        elif name.endswith("_at"):
            config[title] = st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm")
        elif _is_in_tenths(rows[name]):
            config[title] = st.column_config.NumberColumn(format="%.1f")
    return config


def _is_in_tenths(column: "pd.Series[Any]") -> bool:
    """Tell whether figures are of one place after the point, so that 161 must read 161.0 to stand under 171.1; thousands keep their comma."""
    if not pd.api.types.is_float_dtype(column):
        return False
    told = column.dropna()
    return bool((told.round(1) == told).all() and (told != told.round()).any() and (told.abs() < 1000).all())


def export(told: pd.DataFrame | Callable[[], pd.DataFrame], *, file_name: str, key: str) -> None:
    """Offer a table, or what makes it, as .xlsx, made when it is asked for."""
    st.download_button(
        "导出表格",
        data=lambda: as_xlsx(told() if callable(told) else told, file_name),
        file_name=f"{file_name}_{seen_day():%Y%m%d}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key=key,
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )


def as_xlsx(told: pd.DataFrame, title: str) -> bytes:
    """Return a workbook of the table: title row, data day, header, rows. No text can become a formula, and none is changed."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("明细")
    texts = Texts(book)
    head = {"bold": True, "bg_color": "#eef2f6", "border": 1, "text_wrap": True, "valign": "vcenter"}
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    county = desk().county
    texts.write(sheet, 0, 0, f"{county.name} {title}", bold=True, font_size=14)
    texts.write(sheet, 1, 0, f"数据日期：{seen_day():%Y-%m-%d}  导出时间：{datetime.now():%Y-%m-%d %H:%M}")
    for place, name in enumerate(told.columns):
        texts.write(sheet, 2, place, str(name), **head)
        sheet.set_column(place, place, min(40, max(8, len(str(name)) * 2 + 2)))
        for row, value in enumerate(told[name].tolist(), start=3):
            _write(sheet, row, place, value, day, moment, texts)
    sheet.freeze_panes(3, 0)
    if len(told):
        sheet.autofilter(2, 0, len(told) + 2, max(0, len(told.columns) - 1))
    book.close()
    return out.getvalue()


def _write(sheet: Any, row: int, place: int, value: Any, day: Any, moment: Any, texts: Texts) -> None:
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return
    if isinstance(value, pd.Timestamp | datetime):
        is_day = value.hour == value.minute == value.second == 0
        sheet.write_datetime(row, place, pd.Timestamp(value).to_pydatetime(), day if is_day else moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), day)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, place, value)
    else:
        texts.write(sheet, row, place, str(value))


def chart(
    title: str,
    figure: go.Figure,
    rows: pd.DataFrame,
    *,
    key: str,
    of_ledger: str | None = None,
    note: str = "",
    leads_to: tuple[str, str] | None = None,
) -> None:
    """Show a chart with its table behind a tab, in one bordered box; ``leads_to`` as in ``table``."""
    with st.container(border=True):
        st.markdown(f"**{title}**")
        if rows.empty:
            st.caption("没有数据。")
            return
        # Only the side that is looked at is made and sent: a page of charts carries no tables that nobody opened.
        picture, behind = st.tabs(["图", "表"], key=f"{key}_side", on_change="rerun")
        if behind.open:
            with behind:
                table(rows, key=f"{key}_rows", of_ledger=of_ledger, file_name=title, leads_to=leads_to)
            return
        with picture:
            st.plotly_chart(figure, key=key, config=_CHART_CONFIG, theme=None, alt=title)
            if note:
                st.caption(note)


def level_badge(tone: str, word: str) -> str:
    """Return a level as a coloured mark that carries its word."""
    return f":{_BADGE.get(tone, 'gray')}-badge[{TONE_WORDS.get(tone, '')}{'·' if tone in TONE_WORDS else ''}{word}]"


def open_screen(stem: str, **params: str) -> None:
    """Open another screen; a past day that is looked at stays the day.

    The browser follows a link (static/zh.js): the address and the way back are then its own, and filters bound to the address of this
    page do not stand in the way.
    """
    st.html(f'<a data-go href="{escape(address(stem, **params))}"></a>')


def address(stem: str, **params: str) -> str:
    """Return the relative address of a screen, for links inside text."""
    query = "&".join(f"{name}={quote(value)}" for name, value in params.items())
    seen = look()
    if seen and seen.as_of:
        query = f"{query}&" if query else ""
        query += f"as_of={quote(st.query_params['as_of'])}"
    return f"./{stem}?{query}" if query else f"./{stem}"


# --- filters in the address ---


def choose_township(title: str = "乡镇（街道）") -> str | None:
    """Let the visitor narrow the page to one township; kept in the address."""
    known = desk().landscape
    listed = list(known.townships.names) or list(known.boundaries.frame["name"])
    return st.selectbox(title, listed, index=None, placeholder="全县", key="township", bind="query-params")


def choose_word(name: str, of_ledger: str) -> str | None:
    """Let the visitor narrow the page to one word of a vocabulary; kept in the address."""
    labels = words_of(name, of_ledger) or {}
    title = ledger(of_ledger).column(name).title
    return st.selectbox(
        title,
        list(labels),
        index=None,
        placeholder="全部",
        format_func=lambda code: labels.get(code, code),
        key=name,
        bind="query-params",
    )
