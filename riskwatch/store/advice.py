"""What people decide on advice: confirmed or rejected, by whom and why. Nothing is ever changed or deleted, only added."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from riskwatch.model.files import DATA, read_toml
from riskwatch.model.refusal import Refusal
from riskwatch.store.question import command
from riskwatch.store.store import Store, now


@dataclass(frozen=True, slots=True)
class Decision:
    """A word on the advice on one point. ``level``, ``reasons`` and ``graveness`` are what the advice was when it was decided on.

    ``avoidance`` is one of 三避让 (active, early, preventive); None where the advice is rejected.
    """

    point_key: str
    is_confirmed: bool
    avoidance: str | None
    why: str
    decided_at: datetime
    decided_by: str
    level: str
    reasons: Sequence[str] = ()
    graveness: Sequence[int] = ()


def decide_advice(store: Store, decision: Decision) -> None:
    """Keep a decision. Raises Refusal without a reason, without a name, and where a confirmed one names no 避让."""
    if not decision.why.strip():
        raise Refusal("还没有写理由。", "写上为什么这样决定，再点一次。")
    if not decision.decided_by.strip():
        raise Refusal("还没有写决定人。", "写上作出决定的人的姓名，再点一次。")
    known = read_toml(DATA / "words.toml")["avoidance"]
    if decision.is_confirmed and decision.avoidance not in known:
        raise Refusal("还没有选避让方式。", f"从{'、'.join(known.values())}里选一种，再点一次。")
    entry = asdict(decision) | {
        "avoidance": decision.avoidance if decision.is_confirmed else None,
        "why": decision.why.strip(),
        "decided_by": decision.decided_by.strip(),
        "reasons": list(decision.reasons),
        "graveness": list(decision.graveness) or None,
    }
    with store.write() as cursor:
        cursor.execute(command("decide_advice"), entry | {"entered_at": now()})
        store.note_change(cursor, "advice", decision.decided_by.strip(), entry)
