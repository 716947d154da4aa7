-- What the end of a run is due to, so that nobody has to read it out of its message: one of EndCause (the column "cause" is its trigger).
ALTER TABLE run ADD COLUMN end_cause TEXT NOT NULL DEFAULT 'UNKNOWN';
-- The same of its earlier attempts: a word each, in their order.
ALTER TABLE run ADD COLUMN earlier_causes TEXT NOT NULL DEFAULT '';
