-- Enter that a unit has nothing to report of a ledger for a period, or that it takes this back.
insert into nil_report_entry
values ($unit, $ledger, $period_start, $period_end, $happened_at, $done_by, $note, $is_withdrawn);
