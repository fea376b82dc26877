-- Who confirmed or rejected the advice on a point, when, why, as which 避让, and what the advice was then. Entries are only ever added.
-- decided_at is the minute of the board's own clock, which stands still in a sample; entered_at tells the order within it.
create table advice_decision_entry (
    point_key varchar,
    is_confirmed boolean,
    avoidance varchar,
    why varchar,
    level varchar,
    reasons varchar [],
    decided_at timestamp,
    decided_by varchar,
    entered_at timestamp
);
