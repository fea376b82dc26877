-- Draw only the rows of the keys in touched anew, a table with a column key, for an accept that changes no others; inside the same transaction.
-- What the ledger says of them is laid out under the history's own name, so that its view sees no more than that.
create temp table patrol_check_history as
select h.*
from patrol_check_history as h
semi join touched
    on h.key = touched.key;
delete from patrol_check_now
where key in (select t.key from touched as t);
insert into patrol_check_now
select *
from patrol_check_as_of(timestamp 'infinity', timestamp 'infinity');
drop table temp.patrol_check_history;
