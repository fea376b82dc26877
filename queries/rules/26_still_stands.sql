-- Whether what was decided still counts for the advice as it is now: not where that has become graver since.
create or replace macro still_stands(decided_level, level) as
coalesce(
    list_position(['immediate', 'prepare', 'unknown', 'none'], decided_level)
    <= list_position(['immediate', 'prepare', 'unknown', 'none'], level),
    true
);
