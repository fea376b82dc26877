-- The store's counter, raised by every accept, undo, redo, boundary or decision, and when the store was made.
select
    (select count(*) from upload_event) + (select count(*) from change_entry) as changes,
    (select epoch_us(min(done_at)) from schema_step) as born;
