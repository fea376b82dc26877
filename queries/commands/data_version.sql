-- The store's counter: every accept, undo, redo, boundary or decision raises it.
select (select count(*) from upload_event) + (select count(*) from change_entry) as changes;
