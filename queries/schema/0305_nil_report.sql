-- 零报告: a unit states that it has nothing to report of a ledger for a period. The last entry counts.
create table nil_report_entry (
    unit varchar,
    ledger varchar,
    period_start date,
    period_end date,
    happened_at timestamp,
    done_by varchar,
    note varchar,
    is_withdrawn boolean
);
