-- Enter the reason for an upload that came in without one.
insert into explanation
values ($upload_id, $happened_at, $done_by, $reason);
