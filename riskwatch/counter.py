"""The counter: one command from the command line performed at the desk, here or inside the running board."""

import base64
import json
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd

from riskwatch import displays
from riskwatch.desk import (
    SAMPLE,
    Desk,
    Filed,
    check_without_store,
    county_of,
    county_or_default,
    defaults_of,
    fill_with_sample,
    make_sample,
    marked,
    named_store,
    sheets_as_document,
    store_to_read,
    store_to_write,
)
from riskwatch.intake.bundle import unbundle
from riskwatch.intake.outgoing import in_csv
from riskwatch.intake.reading import Reading
from riskwatch.intake.template import VERSION, template
from riskwatch.model import indicator, ledger, vocabulary
from riskwatch.model.plan_words import plan_words
from riskwatch.model.refusal import Refusal
from riskwatch.plan_paper import paper
from riskwatch.planning import as_document, as_text, plan
from riskwatch.store.question import question, questions
from riskwatch.store.store import Look, now

Wanted = dict[str, Any]


@dataclass(frozen=True)
class Done:
    """What came of a command: exit status, the JSON document, and what a person reads."""

    status: int
    document: object
    text: str
    csv: str = ""
    aside: str = ""  # what the keeper must know beside the answer; it goes to stderr
    made: str = ""  # base64 of a file that the asking process writes where it was told to


@dataclass
class Keeper:
    """Which desk serves a command. The board gives its own; the command line opens one and closes it after."""

    opened: list[Desk] = field(default_factory=list)

    def to_read(self) -> Desk:
        """The desk that questions are asked of; the sample is made when there is nothing else to show."""
        folder = store_to_read()
        if folder != store_to_write() and not (folder / "risk.duckdb").exists():
            self.opened.append(make_sample(folder))
        return self._open(folder)

    def to_write(self) -> Desk:
        """The desk that sheets go to."""
        return self._open(store_to_write())

    def _open(self, folder: Path) -> Desk:
        desk = next((each for each in self.opened if each.folder == folder), None)
        if desk is None:
            desk = Desk(folder)
            self.opened.append(desk)
        return desk

    def close(self) -> None:
        """Close every store that was opened."""
        for desk in self.opened:
            desk.store.close()
        self.opened.clear()


def perform(wanted: Wanted, keeper: Keeper | None = None) -> Done:
    """Perform one command. Raises Refusal for what the person can put right."""
    own = keeper is None
    keeper = keeper or Keeper()
    try:
        done = _DEEDS[str(wanted["deed"])](wanted, keeper)
        return replace(done, aside="\n".join(part for part in (done.aside, _faults(keeper)) if part))
    finally:
        if own:
            keeper.close()


def _faults(keeper: Keeper) -> str:
    """Return what is wrong with the county's own files, of the stores that were opened and of those that were not."""
    said = [str(each) for desk in keeper.opened for each in desk.faults]
    for folder in dict.fromkeys((store_to_read(), store_to_write())):
        if all(desk.folder != folder for desk in keeper.opened):
            try:
                county_of(folder)
            except Refusal as refused:
                said.append(f"县设置文件有误，没有采用：{refused}")
    return "\n".join(dict.fromkeys(said))


# --- sheets ---


def _check(wanted: Wanted, keeper: Keeper) -> Done:
    ((name, content),) = _files(wanted)
    desk = keeper.to_read() if (store_to_read() / "risk.duckdb").exists() else None
    reading = _read(desk, name, content, wanted)
    document: dict[str, object] = {"file": name, "sheets": sheets_as_document(reading.sheets)}
    text = _reading_text(reading)
    if wanted.get("out"):
        document["marked"] = wanted["out"]
        text += f"\n已写出标好错误的表：{wanted['out']}"
    return Done(reading.status, document, text, made=_marked(reading, content) if wanted.get("out") else "")


def _marked(reading: Reading, content: bytes) -> str:
    return base64.b64encode(marked(reading, content)).decode()


def _read(desk: Desk | None, name: str, content: bytes, wanted: Wanted) -> Reading:
    as_of = _day(wanted.get("as_of"))
    if wanted.get("ledger"):
        _known_ledger(str(wanted["ledger"]))
    check = desk.check if desk is not None else check_without_store
    return check(content, name, ledger=wanted.get("ledger"), as_of=as_of, coordinates=str(wanted.get("coordinates") or ""))


def _known_ledger(name: str) -> None:
    names = [each.name for each in ledger.ledgers()]
    if name not in names:
        raise Refusal(f"没有“{name}”这种台账。", f"从这些里选一种：{'、'.join(names)}。")


def _load(wanted: Wanted, keeper: Keeper) -> Done:
    results = [_load_one(name, content, wanted, keeper) for name, content in _unbundled(wanted)]
    status = max(each.status for each in results)
    text = "\n".join(each.text for each in results)
    document = results[0].document if len(results) == 1 else {"files": [each.document for each in results]}
    return Done(status, document, text, made=results[0].made if len(results) == 1 else "")


def _unbundled(wanted: Wanted) -> list[tuple[str, bytes]]:
    """Return the files of a command, those of a zip each by itself."""
    return [each for name, content in _files(wanted) for each in unbundle(content, name)]


def _load_one(name: str, content: bytes, wanted: Wanted, keeper: Keeper) -> Done:
    try:
        desk = keeper.to_write() if (store_to_write() / "risk.duckdb").exists() else None
        reading = _read(desk, name, content, wanted)
        made = _marked(reading, content) if wanted.get("marked") else ""
        if not reading.taken:
            return Done(2, {"file": name, "sheets": sheets_as_document(reading.sheets)}, _reading_text(reading), made=made)
        # The county's first own upload starts its store only now that there is something to keep.
        desk = desk or keeper.to_write()
        filed = desk.load(
            reading,
            content,
            mode=str(wanted.get("mode") or "upsert"),
            sent_by=str(wanted.get("by") or ""),
            reporting_unit=str(wanted.get("unit") or ""),
            reason=str(wanted.get("reason") or ""),
        )
    except Refusal as refused:
        document = {"file": name, "sheets": [], "refused": {"says": refused.says, "fix": refused.fix}}
        return Done(2, document, f"{name}：{refused.says}{refused.fix}")
    return Done(reading.status, _load_document(reading, filed), _load_text(reading, filed), made=made)


def _load_document(reading: Reading, filed: tuple[Filed, ...]) -> dict[str, object]:
    sheets = sheets_as_document(reading.sheets)
    by_sheet = {sheet.sheet: each for each in filed for sheet in each.sheets}
    for entry, sheet in zip(sheets, reading.sheets, strict=True):
        each = by_sheet.get(sheet.sheet)
        if each is None or each.accepted is None:
            continue
        counts = each.accepted.effect.counts(sheet.sheet)
        # Vanished keys belong to the upload, not to one of its sheets: they are told once, at its first.
        if each.sheets[0].sheet != sheet.sheet:
            counts["vanished"] = 0
        entry |= {
            "upload_id": each.accepted.upload_id,
            **counts,
            "waiting": sheet.count("waiting"),
            "repeat": each.accepted.is_repeat,
        }
    return {"file": reading.file, "sheets": sheets}


def _reading_text(reading: Reading) -> str:
    lines = [f"{reading.file}"]
    for sheet in reading.sheets:
        kind = f"作为“{sheet.ledger.title}”" if sheet.ledger else "未识别"
        if sheet.is_taken:
            lines.append(
                f"  工作表“{sheet.sheet}”{kind}：{len(sheet.rows)} 行，其中可收 {len(sheet.rows) - sheet.count('waiting')} 行、"
                f"待改 {sheet.count('waiting')} 行，跳过 {len(sheet.skipped)} 行。"
            )
        else:
            lines.append(f"  工作表“{sheet.sheet}”没有收。")
        for code, count in Counter(each.code for each in sheet.problems).most_common():
            first = next(each for each in sheet.problems if each.code == code)
            place = f"{first.address}：" if first.row else ""
            more = f"（共 {count} 处）" if count > 1 else ""
            lines.append(f"    {place}{first.says}{first.fix}{more}")
    return "\n".join(lines)


def _load_text(reading: Reading, filed: tuple[Filed, ...]) -> str:
    lines = [_reading_text(reading)]
    for each in filed:
        assert each.accepted is not None
        part = f"{_of_whom(each)}：" if len(filed) > 1 else ""
        if each.accepted.is_repeat:
            lines.append(f"  {part}这个文件已经报过（上报编号 {each.accepted.upload_id}），没有任何改变。")
            continue
        counts = each.accepted.effect.counts()
        lines.append(
            f"  {part}已收入“{each.incoming.ledger.title}”，上报编号 {each.accepted.upload_id}：新增 {counts['new']}、更新 {counts['changed']}、"
            f"不变 {counts['same']}、重开 {counts['reopened']}、延期 {counts['postponed']}、消失 {counts['vanished']}、待改 {len(each.incoming.waiting)}。"
        )
    return "\n".join(lines)


def _of_whom(filed: Filed) -> str:
    return f"{filed.incoming.reporting_unit or '没有填报单位的表'}，{filed.incoming.as_of}"


# --- history ---


def _history(wanted: Wanted, keeper: Keeper) -> Done:
    rows = keeper.to_read().ask("uploads/uploads")
    uploads = _records(rows)
    lines = [
        f"{each['upload_id']}  {each['file_name']}  {each['ledger']}  {each['reporting_unit'] or '填报单位没写'}  {each['as_of']}  {each['row_count']} 行  {'已撤销' if each['is_undone'] else ''}".rstrip()
        for each in uploads
    ]
    return Done(0, {"uploads": uploads}, "\n".join(lines) or "还没有上报。")


def _undo(wanted: Wanted, keeper: Keeper) -> Done:
    keeper.to_read().undo(str(wanted["upload_id"]), str(wanted.get("by") or ""), str(wanted.get("reason") or ""))
    return Done(0, {"upload_id": wanted["upload_id"], "undone": True}, f"已撤销上报 {wanted['upload_id']}。")


def _redo(wanted: Wanted, keeper: Keeper) -> Done:
    keeper.to_read().redo(str(wanted["upload_id"]), str(wanted.get("by") or ""), str(wanted.get("reason") or ""))
    return Done(0, {"upload_id": wanted["upload_id"], "undone": False}, f"已恢复上报 {wanted['upload_id']}。")


def _explain(wanted: Wanted, keeper: Keeper) -> Done:
    keeper.to_read().explain(str(wanted["upload_id"]), str(wanted.get("by") or ""), str(wanted.get("reason") or ""))
    return Done(0, {"upload_id": wanted["upload_id"], "explained": True}, f"已说明上报 {wanted['upload_id']}。")


def _nil(wanted: Wanted, keeper: Keeper) -> Done:
    desk = keeper.to_read()
    name, unit, day = str(wanted["ledger"]), str(wanted["unit"]), _day(wanted.get("as_of")) or desk.today
    _known_ledger(name)
    is_withdrawn = bool(wanted.get("withdraw"))
    desk.state_nil(
        unit, name, day, done_by=str(wanted.get("by") or ""), note=str(wanted.get("note") or ""), is_withdrawn=is_withdrawn
    )
    document = {"unit": unit, "ledger": name, "day": str(day), "withdrawn": is_withdrawn}
    deed = "收回零报告" if is_withdrawn else "报零报告"
    return Done(0, document, f"已为“{unit}”{deed}：{ledger.ledger(name).title}，{day} 所在的一期。")


# --- sheets to fill in ---


def _template(wanted: Wanted, keeper: Keeper) -> Done:
    name = str(wanted["ledger"])
    _known_ledger(name)
    has_store = (store_to_read() / "risk.duckdb").exists()
    made = keeper.to_read().template(name)[1] if has_store else template(ledger.ledger(name))
    document = {"ledger": name, "template": str(wanted["out"]), "version": VERSION}
    return Done(0, document, f"已写出{ledger.ledger(name).title}的模板：{wanted['out']}", made=base64.b64encode(made).decode())


def _export(wanted: Wanted, keeper: Keeper) -> Done:
    name, made = keeper.to_read().own_sheet(str(wanted["upload_id"]))
    document = {"upload_id": wanted["upload_id"], "export": str(wanted["out"]), "name": name}
    return Done(0, document, f"已按原表头写出：{wanted['out']}", made=base64.b64encode(made).decode())


# --- questions ---


def _ask(wanted: Wanted, keeper: Keeper) -> Done:
    desk = keeper.to_read()
    asked = question(str(wanted["question"]))
    look = Look(_day_or_moment(wanted.get("as_of")), _moment(wanted.get("known_at")))
    params = desk.filled(asked, _params(wanted, asked.name), look)
    answer = desk.store.ask(asked.name, params, look=look)
    document = {
        "question": asked.name,
        "as_of": str(look.as_of or desk.today),
        "params": {name: params[name] for name in asked.params},
        "columns": list(answer.columns),
        "rows": [list(row.values()) for row in _records(answer)],
    }
    text = answer.to_string(index=False) if len(answer) else "没有符合的行。"
    return Done(0, document, f"{asked.asks}\n{text}", answer.map(in_csv).to_csv(index=False))


def _params(wanted: Wanted, name: str) -> dict[str, object]:
    params: dict[str, object] = {}
    for pair in wanted.get("param") or []:
        key, equals, value = str(pair).partition("=")
        if not equals:
            raise Refusal(
                f"参数“{pair}”不是 名称=值 的写法。", f"例如 --param township=石门镇；用 questions 查看 {name} 的参数。"
            )
        params[key] = value or None
    return params


def _questions(wanted: Wanted, keeper: Keeper) -> Done:
    defaults = {name: _plain(value) for name, value in defaults_of(county_or_default(store_to_read())).items()}
    listed = [
        {
            "name": each.name,
            "asks": each.asks,
            "grain": list(each.grain),
            "params": {name: {"type": about.type, "default": defaults.get(name)} for name, about in each.params.items()},
            "returns": {name: about.type for name, about in each.returns.items()},
        }
        for each in questions()
    ]
    return Done(0, listed, "\n".join(f"{each.name}  {each.asks}" for each in questions()))


# --- where to ---


def _plan(wanted: Wanted, keeper: Keeper) -> Done:
    desk = keeper.to_read()
    planned = plan(desk, Look(_day_or_moment(wanted.get("as_of"))))
    document, text, made = as_document(planned), as_text(planned), ""
    if wanted.get("out"):
        document["out"] = wanted["out"]
        text += f"\n已写出{plan_words().title}：{wanted['out']}"
        made = base64.b64encode(paper(planned, desk.county.name, now())).decode()
    return Done(0, document, text, made=made)


# --- keeping ---


def _demo(wanted: Wanted, keeper: Keeper) -> Done:
    folder = named_store() or store_to_read()
    if named_store() is None and folder == store_to_write():
        raise Refusal("本县已有自己的数据库，不能装入示例。", "用环境变量 RISKWATCH_STORE 指定另一个文件夹后再试。")
    if (folder / "risk.duckdb").exists():
        desk = keeper._open(folder)
        if not desk.county.is_sample:
            raise Refusal("这个库里已有本县数据，不能混入示例。", "用环境变量 RISKWATCH_STORE 指定一个空文件夹后再试。")
        loaded = fill_with_sample(desk)
    else:
        desk = make_sample(folder)
        keeper.opened.append(desk)
        loaded = [path.name for path in sorted((SAMPLE / "sheets").iterdir())]
    return Done(0, {"county": desk.county.name, "files": loaded}, f"已装入{desk.county.name}：{len(loaded)} 个文件。")


def _boundaries(wanted: Wanted, keeper: Keeper) -> Done:
    ((name, content),) = _files(wanted)
    desk = keeper.to_write()
    trial = desk.try_boundaries(content, name)
    # A script cannot tick a box: what is doubtful is kept and said aloud.
    joined = desk.set_boundaries(content, name, str(wanted.get("by") or ""), allow_few=True)
    document = {
        "file": name,
        "polygons": len(joined.boundaries.frame),
        "listed": trial.listed_count,
        "matched": trial.matched_count,
        "is_schematic": joined.boundaries.is_schematic,
        "without_polygon": list(joined.without_polygon),
        "unmatched_polygons": list(joined.unmatched_polygons),
    }
    text = f"已导入 {len(joined.boundaries.frame)} 个乡镇边界。"
    if joined.without_polygon:
        text += f"没有边界的乡镇：{'、'.join(joined.without_polygon)}。"
    if joined.unmatched_polygons:
        text += f"名录里没有的边界：{'、'.join(joined.unmatched_polygons)}。"
    if joined.boundaries.is_schematic:
        text += "示意图，非行政界线。"
    aside = ""
    if trial.is_doubtful:
        aside = f"注意：名录里 {trial.listed_count} 个乡镇只对得上 {trial.matched_count} 个，不到一半，核对是不是本县的文件。"
    return Done(0, document, text, aside=aside)


def _backup(wanted: Wanted, keeper: Keeper) -> Done:
    desk = keeper.to_read()
    target = Path(str(wanted["folder"]))
    desk.store.copy_to(target)
    return Done(0, {"backup": str(target)}, f"已备份到 {target}。")


def _restore(wanted: Wanted, keeper: Keeper) -> Done:
    source = Path(str(wanted["folder"]))
    target = store_to_write()
    if not (source / "risk.duckdb").is_file():
        raise Refusal(f"“{source}”里没有备份。", "指定 backup 命令写出的文件夹。")
    if (target / "risk.duckdb").exists():
        raise Refusal("目标位置已有数据库，恢复会盖掉它。", "先备份并移走现有数据库，或用 RISKWATCH_STORE 指定空文件夹。")
    # Who was shut out since the backup stays shut out: a list of displays that is there is the newer one.
    kept = {displays.FILE} if (target / displays.FILE).exists() else set()
    shutil.copytree(source, target, dirs_exist_ok=True, ignore=lambda _, names: kept & set(names))
    rows = len(keeper.to_write().ask("uploads/uploads"))
    return Done(0, {"restored": str(target), "uploads": rows}, f"已恢复到 {target}，共 {rows} 次上报。")


def _doctor(wanted: Wanted, keeper: Keeper) -> Done:
    faults: list[str] = []
    for what in (ledger.ledgers, vocabulary.vocabularies, indicator.indicators, questions):
        what()
    desk = keeper.to_read()
    missing = [
        each["file_name"]
        for each in _records(desk.ask("uploads/uploads"))
        if not desk.store.original(str(each["sha256"])).exists()
    ]
    faults += [f"原件“{name}”不在库里。" for name in missing]
    faults += [str(each) for each in desk.faults]
    faults += [f"乡镇“{name}”没有边界。" for name in desk.landscape.joined.without_polygon]
    document = {"store": str(desk.folder), "county": desk.county.name, "data_version": desk.version, "faults": faults}
    return Done(
        1 if missing or desk.faults else 0,
        document,
        "\n".join(faults) or f"{desk.county.name}：库完好，数据版本 {desk.version}。",
    )


# --- displays ---


def _display(wanted: Wanted, keeper: Keeper) -> Done:
    """Add, close or list the links of displays; they lie in the folder that sheets go to, and no store is opened."""
    folder, name = store_to_write(), " ".join(str(wanted.get("name") or "").split())
    if wanted["what"] == "add":
        token = displays.add(folder, name, now())
        path = f"{displays.PATH}?display={token}"
        says = f"已添加大屏“{name}”。在大屏的浏览器里打开（把“服务器地址”换成作战图的地址；前面有 nginx 的用 https）：\nhttp://服务器地址{path}\n链接只在这里显示一次，请保存好；停用：display close {name}"
        return Done(0, {"name": name, "path": path}, says)
    if wanted["what"] == "close":
        displays.close(folder, name, now())
        return Done(0, {"name": name}, f"已停用大屏“{name}”，它的链接不能再用。")
    known = displays.displays(folder)
    listed = [{"name": each.name, "added_at": each.added_at, "closed_at": each.closed_at or None} for each in known]
    lines = [f"{each.name}　添加于 {each.added_at}　{'停用于 ' + each.closed_at if each.closed_at else '在用'}" for each in known]
    return Done(0, listed, "\n".join(lines) or "还没有大屏。用 display add 名称 添加。")


_DEEDS: dict[str, Callable[[Wanted, Keeper], Done]] = {
    "check": _check,
    "load": _load,
    "history": _history,
    "undo": _undo,
    "redo": _redo,
    "explain": _explain,
    "nil": _nil,
    "template": _template,
    "export": _export,
    "ask": _ask,
    "questions": _questions,
    "plan": _plan,
    "demo": _demo,
    "boundaries": _boundaries,
    "backup": _backup,
    "restore": _restore,
    "doctor": _doctor,
    "display": _display,
}


# --- what travels ---


def as_json(done: Done) -> str:
    """Return what the running board answers with."""
    return json.dumps(asdict(done), ensure_ascii=False, default=str)


def _files(wanted: Wanted) -> list[tuple[str, bytes]]:
    return [(str(each["name"]), base64.b64decode(str(each["bytes"]))) for each in wanted["files"]]


def _records(answer: pd.DataFrame) -> list[dict[str, object]]:
    """Return rows as plain Python values; every absent value is None."""
    records: list[dict[str, object]] = []
    for row in answer.astype(object).to_dict("records"):
        records.append({str(name): _plain(value) for name, value in row.items()})
    return records


def _plain(value: Any) -> object:
    if hasattr(value, "tolist"):
        return value.tolist()
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return None
    if isinstance(value, pd.Timestamp | datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ")
    return value


def _day(written: object) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(str(written)[:10])
    except ValueError as wrong:
        raise Refusal(f"“{written}”不是日期。", "写成 2026-06-21 这样。") from wrong


def _moment(written: object) -> datetime | None:
    if not written:
        return None
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError as wrong:
        raise Refusal(f"“{written}”不是日期或时刻。", "写成 2026-06-21 或 2026-06-21T14:00 这样。") from wrong
    return datetime.combine(moment, time.max) if len(str(written)) == 10 else moment.replace(tzinfo=None)


def _day_or_moment(written: object) -> date | datetime | None:
    return _day(written) if not written or len(str(written)) == 10 else _moment(written)
