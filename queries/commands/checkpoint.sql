-- Write everything committed into the file, before it is copied.
checkpoint;
