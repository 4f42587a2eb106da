-- What was written before the log could be read used other words and fields. Nobody has seen it; numbers go on.
DELETE FROM event;
