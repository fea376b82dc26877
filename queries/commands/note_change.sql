-- Write down who changed what.
-- params: $happened_at, $what, $done_by, $details
insert into change_entry values ($happened_at, $what, $done_by, $details::json);
