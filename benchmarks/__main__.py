"""Run one measurement: ``python -m benchmarks NAME [--json] [--hazards N] [--sessions N] [--minutes M]``."""

import argparse
import json
import sys

from benchmarks import accuracy, drop, intake, load, page, plan, queries, rerun, storm, wall

_ALL = {
    "accuracy": accuracy.measure,
    "drop": drop.measure,
    "intake": intake.measure,
    "page": page.measure,
    "plan": plan.measure,
    "queries": queries.measure,
    "rerun": rerun.measure,
    "storm": storm.measure,
}


def main() -> int:
    """Measure, print a table or JSON, and return 0 when every limit is kept, else 1."""
    cli = argparse.ArgumentParser(prog="python -m benchmarks")
    cli.add_argument("name", choices=sorted([*_ALL, "load", "wall"]))
    cli.add_argument("--json", action="store_true", dest="as_json")
    cli.add_argument("--hazards", type=int, default=1_000_000, help="size of the large county")
    cli.add_argument("--sessions", type=int, default=50, help="load: how many visitors come at once")
    cli.add_argument("--minutes", type=float, default=40, help="wall: how long it is looked at in real time")
    args = cli.parse_args()
    if args.name == "load":
        rows = load.measure(args.sessions)
    elif args.name == "wall":
        rows = wall.measure(args.minutes)
    else:
        rows = _ALL[args.name](args.hazards)
    if args.as_json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    else:
        for row in rows:
            kept = "" if row["limit"] is None else "  kept" if row["value"] <= row["limit"] else "  NOT KEPT"
            limit = "" if row["limit"] is None else f"  limit {row['limit']:g}"
            sys.stdout.write(f"{row['what']:<70} {row['value']:>10.3f} {row['unit']}{limit}{kept}\n")
    return int(any(row["limit"] is not None and row["value"] > row["limit"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
