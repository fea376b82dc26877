-- Draw only the rows of the keys in touched anew, a table with a column key, for an accept that changes no others; inside the same transaction.
-- What the ledger says of them is laid out under the history's own name, so that its view sees no more than that.
create temp table accident_history as
select h.*
from accident_history as h
semi join touched
    on h.key = touched.key;
delete from accident_now
where key in (select t.key from touched as t);
insert into accident_now
select *
from accident_as_of(timestamp 'infinity', timestamp 'infinity');
drop table temp.accident_history;
