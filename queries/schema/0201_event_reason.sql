-- Why an upload was taken back or put in force again.
alter table upload_event add column reason varchar;
