-- Cells put right on the page before an upload was accepted; the original file stays as it was.
alter table upload_entry add column corrections json;
