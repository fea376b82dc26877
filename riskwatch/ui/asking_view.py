"""What a reading leaves open, asked once: what a heading, a word or a place means; a few cells put right; which rows are one thing."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from riskwatch.desk import Filed
from riskwatch.intake.asking import Asked, asked_of
from riskwatch.intake.reading import Correction, Reading
from riskwatch.model.ledger import ledger
from riskwatch.model.lessons import Lesson
from riskwatch.model.problem import Problem
from riskwatch.model.vocabulary import vocabulary
from riskwatch.store.learning import Likenesses
from riskwatch.ui import house
from riskwatch.ui.checking import HandedIn, Options, corrections_of, pending_lessons
from riskwatch.ui.page import grid, tall, title_of
from riskwatch.ui.session import is_signed

_ASKED_AT_ONCE = 12
_OPEN_AT_ONCE = 6
_CELLS_AT_ONCE = 12
_PAIRS_AT_ONCE = 10
_UNDECIDED = "先不定"


def ask(file: HandedIn, reading: Reading, options: Options) -> None:
    """Ask what nobody has taught yet; the answers are kept for this county and the file is read again."""
    townships = house.townships_to_write()
    questions = asked_of(reading, townships)
    if not questions:
        return
    shown = questions[:_ASKED_AT_ONCE]
    with st.expander(
        f"有 {len(questions)} 处不认识，选一次，下次自动认",
        icon=":material/school:",
        expanded=len(questions) <= _OPEN_AT_ONCE or questions[0].stops,
    ):
        if any(each.stops for each in questions):
            st.caption("这张表还缺必要的列。下面的列名里有它的话，选出来就能收。")
        with st.form(f"ask_{file.sha256}", border=False):
            answers = [_answer(each, place, file) for place, each in enumerate(shown)]
            if len(questions) > len(shown):
                st.caption(f"先答这 {len(shown)} 处，其余 {len(questions) - len(shown)} 处随后再问。")
            is_wanted = st.form_submit_button("记住并重新核对", icon=":material/done_all:")
        if is_wanted and is_signed(options.sent_by, "报送人"):
            taught = [
                Lesson(each.kind, each.scope, each.written, means)
                for each, means in zip(shown, answers, strict=True)
                if means is not None
            ]
            if not taught:
                st.warning("还没有选。不知道的可以先不选。", icon=":material/info:")
                return
            _keep(taught, options.sent_by)
            st.rerun()


def _answer(asked: Asked, place: int, file: HandedIn) -> str | None:
    if asked.kind == "heading":
        what, scope = "列名", f"{ledger(asked.scope).title}里的哪一项"
    elif asked.kind == "word":
        what, scope = "写法", f"“{vocabulary(asked.scope).title}”里的哪一种"
    else:
        what, scope = "地名", "哪个乡镇"
    chosen: str | None = st.selectbox(
        f"{what}“{asked.written}”（{asked.where}{f'，共 {asked.count:,} 处' if asked.count > 1 else ''}）是{scope}？",
        list(asked.choices),
        index=None,
        format_func=lambda means: asked.choices[means],
        placeholder="先不选",
        key=f"asked_{file.sha256}_{asked.kind}_{asked.scope}_{place}_{asked.written}",
    )
    return chosen


def _keep(taught: Sequence[Lesson], sent_by: str) -> None:
    if house.has_own_store():
        house.desk_to_write().teach(taught, sent_by)
    else:
        pending_lessons().extend(taught)


# --- a few cells ---


def correct(file: HandedIn, reading: Reading) -> None:
    """Let a few cells be put right on the page: the file stays as it is, what was changed is told with the upload.

    Cells of one column that say the same are put right together; empty ones each by itself.
    """
    groups = _alike_cells(reading)
    done = corrections_of(file)
    if not groups and not done:
        return
    shown = groups[:_CELLS_AT_ONCE]
    title = "在这里改几格（原件不变" + (f"，已改 {len(done)} 格）" if done else "）")
    with st.expander(title, icon=":material/edit_note:", expanded=bool(done)):
        if shown:
            st.caption("写上正确的内容，不改的空着；写法相同的一起改。要改的多，下载标好错误的原表改好再报更快。")
            with st.form(f"correct_{file.sha256}_{len(done)}", border=False):
                typed = [_new_writing(each, reading, place, file) for place, each in enumerate(shown)]
                if len(groups) > len(shown):
                    st.caption(f"先列这 {len(shown)} 种，其余 {len(groups) - len(shown)} 种随后再列。")
                is_wanted = st.form_submit_button("按改的重新核对", icon=":material/refresh:")
            if is_wanted and any(typed):
                for each, text in zip(shown, typed, strict=True):
                    for fault in each if text else ():
                        _put_right(done, fault, text)
                st.rerun()
        if done:
            grid(
                pd.DataFrame(
                    [
                        {"单元格": f"{each.sheet}!{each.column}{each.row}", "原来": each.was, "改成": each.becomes}
                        for each in done.values()
                    ]
                ),
                height=tall(done),
            )
            if st.button("都改回原样", key=f"uncorrect_{file.sha256}"):
                done.clear()
                st.rerun()


def _new_writing(alike: Sequence[Problem], reading: Reading, place: int, file: HandedIn) -> str:
    first = alike[0]
    where = first.address + (f" 等 {len(alike):,} 格" if len(alike) > 1 else "")
    title = title_of(first.field or "", _ledger_of(reading, first))
    text = st.text_input(
        f"{where}　{title}：{first.says}",
        max_chars=500,
        placeholder=first.fix,
        key=f"cell_{file.sha256}_{first.address}_{place}_{first.found}",
    )
    return " ".join((text or "").split())


def _alike_cells(reading: Reading) -> list[list[Problem]]:
    """Return the faults of cells that say the same in one column, those that make rows wait first; an empty cell stands alone."""
    groups: dict[tuple[object, ...], list[Problem]] = {}
    for each in _faults(reading):
        groups.setdefault((each.sheet, each.column, each.found or each.row), []).append(each)
    return list(groups.values())


def _faults(reading: Reading) -> list[Problem]:
    """Return the faults of single cells, those that make rows wait first; each cell once."""
    found: dict[tuple[str, int | None, str | None], Problem] = {}
    for weight in ("row", "note"):
        for sheet in reading.taken:
            for each in sheet.problems:
                if each.weight == weight and each.row and each.column and each.field:
                    found.setdefault((each.sheet, each.row, each.column), each)
    return list(found.values())


def _ledger_of(reading: Reading, fault: Problem) -> str | None:
    return next((sheet.ledger.name for sheet in reading.taken if sheet.sheet == fault.sheet and sheet.ledger), None)


def _put_right(done: dict[tuple[str, int, str], Correction], fault: Problem, text: str) -> None:
    assert fault.row is not None
    assert fault.column is not None
    place = (fault.sheet, fault.row, fault.column)
    was = done[place].was if place in done else fault.found
    done[place] = Correction(*place, was, text)


# --- one thing under two keys ---


def decide(filed: Filed, found: Likenesses, options: Options) -> None:
    """Show new rows that may be things already known under another key, for a person to decide; a decision is remembered."""
    if not found.is_whole:
        st.caption("新增的行太多，没有全部查重；分几个文件报，就能逐条比对。")
    if not found.pairs:
        return
    shown = found.pairs[:_PAIRS_AT_ONCE]
    name = filed.incoming.ledger.name
    with (
        st.expander(f"疑似重复 {len(found.pairs)} 对，请判断是不是同一件", icon=":material/content_copy:", expanded=True),
        st.form(f"decide_{name}_{filed.incoming.reporting_unit}_{filed.incoming.as_of}", border=False),
    ):
        answers = []
        for place, each in enumerate(shown):
            where = (
                f"库里已有（{each.other_sheet} 第 {each.other_row} 行）"
                if each.other_upload
                else f"同一文件（{each.other_sheet} 第 {each.other_row} 行）"
            )
            st.markdown(f"**{each.place}**　相似 {each.likeness:.0%}")
            left, right, choice = st.columns([4, 4, 2])
            left.caption(f"这次：{each.sheet} 第 {each.row} 行")
            left.text(each.wording)
            right.caption(where)
            right.text(each.other_wording)
            answers.append(
                choice.radio(
                    "判断",
                    (_UNDECIDED, "同一件", "两件事"),
                    key=f"same_{name}_{each.key}_{each.other_key}_{place}",
                    label_visibility="collapsed",
                )
            )
        if len(found.pairs) > len(shown):
            st.caption(f"先判断这 {len(shown)} 对，其余 {len(found.pairs) - len(shown)} 对随后再问。")
        is_wanted = st.form_submit_button("记下判断", icon=":material/done_all:")
        if is_wanted and is_signed(options.sent_by, "报送人"):
            decided: list[tuple[str, str, bool | None]] = [
                (each.key, each.other_key, said == "同一件")
                for each, said in zip(shown, answers, strict=True)
                if said != _UNDECIDED
            ]
            if decided:
                house.desk_to_write().decide_same(name, decided, options.sent_by)
                st.rerun()
