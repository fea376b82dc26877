-- A new outline: which coordinates lie outside is worked out anew.
delete from outside_point;
