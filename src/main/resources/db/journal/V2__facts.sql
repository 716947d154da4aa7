-- What a restore will want to know and only the running service could say when the snapshot was made: a JSON object of texts.
ALTER TABLE verdict ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';
