-- Restores into new places. One that is RUNNING when Slackwater starts was broken off: what it made is not whole.
CREATE TABLE restore (
  id       TEXT PRIMARY KEY,
  dataset  TEXT NOT NULL,
  snapshot TEXT NOT NULL,
  kind     TEXT NOT NULL,             -- database, volume or directory
  workload TEXT NOT NULL,             -- of a database, else empty
  place    TEXT NOT NULL,             -- the database's, volume's or directory's name; empty: the roles of the workload
  target   TEXT NOT NULL,             -- the same in words
  state    TEXT NOT NULL,
  started  INTEGER NOT NULL,
  ended    INTEGER,
  message  TEXT NOT NULL,
  warning  TEXT NOT NULL
);
