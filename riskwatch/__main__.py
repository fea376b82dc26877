"""The command line: check, load, ask and keep the store; for cron jobs, tests and those who like to type.

Exit status: 0 all rows taken · 1 some rows wait · 2 refused, with one plain sentence. With --json stdout holds one
JSON document and nothing else. While the board runs, the same commands reach it over a loopback route.
"""

import argparse
import base64
import json
import logging
import os
import sys
import time
from datetime import datetime
from pathlib import Path

from riskwatch import remote
from riskwatch.counter import Done, perform
from riskwatch.model.refusal import Refusal
from riskwatch.watch import Answer, Watch


def _parser() -> argparse.ArgumentParser:
    cli = argparse.ArgumentParser(prog="python -m riskwatch", description="安全环保攻坚作战图：命令行")
    deeds = cli.add_subparsers(dest="deed", required=True, metavar="命令")

    def deed(name: str, says: str) -> argparse.ArgumentParser:
        parser = deeds.add_parser(name, help=says, description=says)
        parser.add_argument("--json", action="store_true", dest="as_json", help="输出一个 JSON 文档")
        return parser

    check = deed("check", "核对一个文件，不写入任何内容")
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument("--marked", type=Path, dest="out", metavar="OUT.xlsx", help="写出标好错误的表")
    load = deed("load", "核对并导入文件")
    load.add_argument("files", type=Path, nargs="+", metavar="FILE")
    load.add_argument("--mode", choices=("upsert", "replace", "append"), default="upsert", help="按编号更新、整表替换或追加")
    load.add_argument("--by", default="", metavar="WHO", help="报送人")
    load.add_argument("--unit", default="", metavar="U", help="填报单位，只用于表头没写的工作表")
    load.add_argument("--reason", default="", metavar="TEXT", help="说明")
    for each in (check, load):
        each.add_argument("--ledger", metavar="NAME", help="指定台账种类")
        each.add_argument("--as-of", metavar="DATE", help="数据日期，例如 2026-06-21")
        each.add_argument("--coordinates", default="", metavar="NAME", help="坐标来源：GCJ-02（高德、腾讯）或 BD-09（百度）")
    watch = deed("watch", "看守一个文件夹，放进来的表自动核对导入；文件留在原处")
    watch.add_argument("folder", type=Path, metavar="DIR")
    watch.add_argument("--every", type=float, default=10, metavar="SECONDS", help="隔多少秒看一次")
    watch.add_argument("--once", action="store_true", help="只看一次就结束，供定时任务使用")
    watch.add_argument("--by", default="", metavar="WHO", help="报送人")
    deed("history", "列出上报记录")
    for name, says in (("undo", "撤销一次上报"), ("redo", "恢复一次被撤销的上报")):
        turn = deed(name, says)
        turn.add_argument("upload_id", metavar="UPLOAD_ID")
        turn.add_argument("--by", default="", metavar="WHO", help="操作人")
        turn.add_argument("--reason", default="", metavar="TEXT", help="原因")
    explain = deed("explain", "补写一次上报的说明（待说明的）")
    explain.add_argument("upload_id", metavar="UPLOAD_ID")
    explain.add_argument("--by", default="", metavar="WHO", help="说明人")
    explain.add_argument("--reason", required=True, metavar="TEXT", help="原因")
    nil = deed("nil", "报零报告：这个单位这一期没有要报的")
    nil.add_argument("unit", metavar="UNIT", help="报送单位")
    nil.add_argument("ledger", metavar="LEDGER", help="台账种类，例如 hazard")
    nil.add_argument("--as-of", metavar="DAY", help="哪一天所在的一期；不写就是今天")
    nil.add_argument("--by", default="", metavar="WHO", help="报送人")
    nil.add_argument("--note", default="", metavar="TEXT", help="说明")
    nil.add_argument("--withdraw", action="store_true", help="收回零报告")
    template = deed("template", "写出一种台账的填报模板")
    template.add_argument("ledger", metavar="LEDGER", help="台账种类，例如 hazard")
    export = deed("export", "按一次上报的原表头，写出这个单位现在的行")
    export.add_argument("upload_id", metavar="UPLOAD_ID")
    for each in (template, export):
        each.add_argument("out", type=Path, metavar="OUT.xlsx")
    ask = deed("ask", "问一个问题")
    ask.add_argument("question", metavar="QUESTION", help="例如 hazards/totals")
    ask.add_argument("--param", action="append", default=[], metavar="K=V", help="参数")
    ask.add_argument("--as-of", metavar="DAY", help="看哪一天")
    ask.add_argument("--known-at", metavar="MOMENT", help="按当时已知的数据看")
    ask.add_argument("--csv", action="store_true", dest="as_csv", help="输出 CSV")
    deed("questions", "列出全部问题")
    plan = deed("plan", "测算立即转移的点的人往哪些安置点去：供会商使用，不是指令")
    plan.add_argument("--as-of", metavar="MOMENT", help="看哪一天或哪个时刻，例如 2026-06-26T14:00")
    plan.add_argument("--out", type=Path, metavar="OUT.xlsx", help="写出转移安置方案，每个乡镇一页")
    deed("demo", "装入示例县")
    boundaries = deed("boundaries", "导入乡镇边界（GeoJSON 或打包成 zip 的 Shapefile）")
    boundaries.add_argument("file", type=Path, metavar="FILE")
    boundaries.add_argument("--by", default="", metavar="WHO", help="操作人")
    for name, says in (("backup", "备份整个库到一个文件夹"), ("restore", "从备份文件夹恢复")):
        deed(name, says).add_argument("folder", type=Path, metavar="DIR")
    display = deed("display", "大屏链接：添加（add）、停用（close）、列出（list）")
    display.add_argument("what", choices=("add", "close", "list"), metavar="add|close|list")
    display.add_argument("name", nargs="?", default="", metavar="NAME", help="大屏的名称，例如 指挥大厅")
    deed("doctor", "检查库和数据文件是否完好")
    return cli


def _command(args: argparse.Namespace) -> dict[str, object]:
    """Turn arguments into a command that can travel to the running board: files become their bytes."""
    given = {name: value for name, value in vars(args).items() if name not in ("file", "files", "as_json", "as_csv")}
    paths = getattr(args, "files", None) or ([args.file] if hasattr(args, "file") else [])
    given["files"] = [{"name": given.pop("name", path.name), "bytes": _bytes(path)} for path in paths]
    if given.get("out"):
        given["out"] = str(given["out"])
    if "folder" in given:
        given["folder"] = str(Path(str(given["folder"])).absolute())
    return given


def _bytes(path: Path) -> str:
    try:
        return base64.b64encode(path.read_bytes()).decode()
    except OSError as wrong:
        raise Refusal(f"打不开文件“{path}”。", "核对路径和读取权限。") from wrong


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    # What the keeper must know is said once, with the answer; the log is the board's.
    logging.getLogger("riskwatch").addHandler(logging.NullHandler())
    args = _parser().parse_args(argv)
    if args.deed == "watch":
        return _watch(args)
    return _say(_do(args), args)


def _do(args: argparse.Namespace) -> Done:
    try:
        wanted = _command(args)
        done = remote.perform(wanted) or perform(wanted)
        if done.made and getattr(args, "out", None):
            _write(args.out, base64.b64decode(done.made))
        return done
    except Refusal as refused:
        return Done(2, {"refused": {"says": refused.says, "fix": refused.fix}}, f"{refused.says}{refused.fix}")


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as wrong:
        raise Refusal(f"写不了文件“{path}”。", "核对文件夹是否存在、文件是否正打开着、有没有写的权限。") from wrong


def _say(done: Done, args: argparse.Namespace) -> int:
    if done.aside:
        sys.stderr.write(done.aside + "\n")
    if args.as_json:
        sys.stdout.write(json.dumps(done.document, ensure_ascii=False, default=_written, indent=None) + "\n")
    elif getattr(args, "as_csv", False) and done.status != 2:
        sys.stdout.write(done.csv)
    else:
        (sys.stderr if done.status == 2 else sys.stdout).write(done.text.rstrip() + "\n")
    return done.status


def _watch(args: argparse.Namespace) -> int:
    """Watch a folder until stopped; with --once look once. With --json each file is one line."""
    if not args.folder.is_dir():
        return _say(Done(2, {}, f"没有“{args.folder}”这个文件夹。先建好它，或核对路径。"), args)

    def load(path: Path, name: str) -> Answer:
        done = _do(argparse.Namespace(deed="load", files=[path], name=name, mode="upsert", by=args.by, marked=True))
        _say(done, args)
        sys.stdout.flush()
        return Answer(done.status, done.text, base64.b64decode(done.made))

    watch = Watch(args.folder, load)
    try:
        while True:
            done = watch.look(is_last=args.once)
            if args.once:
                return max((answer.status for _, answer in done), default=0)
            time.sleep(args.every)
    except KeyboardInterrupt:
        return 0


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _keep_stdout() -> None:
    """Keep stdout for what we say: a library written in C that prints by itself prints to stderr from now on."""
    sys.stdout.flush()
    own = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = os.fdopen(own, "w", encoding="utf-8")


if __name__ == "__main__":
    _keep_stdout()
    sys.exit(main())
