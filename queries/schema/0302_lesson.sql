-- What people of this county taught: a heading, a spelling or a place, and what it means. The last entry counts; NULL takes it back.
create table lesson_entry (
    kind varchar,
    scope varchar,
    written varchar,
    means varchar,
    happened_at timestamp,
    done_by varchar
);
