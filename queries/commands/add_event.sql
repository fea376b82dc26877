-- accepted, undone or redone.
-- params: $upload_id, $happened_at, $what, $done_by, $reason
insert into upload_event values ($upload_id, $happened_at, $what, $done_by, $reason);
