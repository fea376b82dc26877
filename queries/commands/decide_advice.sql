-- Enter that somebody confirmed or rejected the advice on a point.
insert into advice_decision_entry
values ($point_key, $is_confirmed, $avoidance, $why, $level, $reasons, $decided_at, $decided_by, $entered_at, $graveness);
