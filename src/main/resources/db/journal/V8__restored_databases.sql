-- What its server knows a restored database by, system identifier/oid: names come and go. Empty for other places.
ALTER TABLE restore ADD COLUMN identity TEXT NOT NULL DEFAULT '';
