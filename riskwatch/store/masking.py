"""Personal data hidden from those who may not see it: in the store, so also in tooltips, exports and logs."""

from functools import cache

import pandas as pd

from riskwatch.model.ledger import ledgers

_HIDDEN = "（按权限隐去）"


@cache
def personal_columns(sql: str) -> dict[str, str]:
    """Return the personal columns, with their kind, of an answer to this text. A question keeps these names in its answer.

    A name that means a person in one ledger and a thing in another (``name``: who is on duty, what a point is called) is personal
    only where the question reads the former.
    """
    found = {}
    for each in ledgers():
        for name in each.personal:
            is_of_things = any(name in other.by_name and name not in other.personal for other in ledgers())
            if not is_of_things or each.name in sql:
                found[name] = each.column(name).kind
    return found


def mask_name(name: str) -> str:
    """Keep the first character of a name.

    >>> mask_name("张三丰")
    '张**'
    """
    return name[:1] + "*" * max(1, min(len(name), 3) - 1)


def mask_phone(phone: str) -> str:
    """Keep the first three and last four digits of a phone number.

    >>> mask_phone("13800138000")
    '138****8000'
    """
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


def _mask(kind: str, value: object) -> object:
    if value is None or value is pd.NA or value != value or value == "":
        return None
    if kind == "person":
        return mask_name(str(value))
    return mask_phone(str(value)) if kind == "phone" else _HIDDEN


def masked(answer: pd.DataFrame, sql: str) -> pd.DataFrame:
    """Return the answer to a question's text with personal columns hidden; raw and extra texts of a row may name persons and go too.

    The very same table where nothing in it is personal.
    """
    hidden = (
        personal_columns(sql)
        | {"raw": "text", "extra": "text", "contents": "text", "problems": "text"}
        | dict.fromkeys(("sent_by", "undone_by", "done_by", "decided_by", "before_by", "during_by", "after_by"), "person")
    )
    columns = [name for name in answer.columns if name in hidden]
    if not columns:
        return answer
    told = answer.copy()
    for name in columns:
        told[name] = pd.Series([_mask(hidden[name], value) for value in answer[name]], index=answer.index, dtype=object)
    return told
