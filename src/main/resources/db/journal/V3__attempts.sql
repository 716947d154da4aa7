-- Why earlier attempts of a run ended: a line each, with the attempt's number and the time.
ALTER TABLE run ADD COLUMN earlier TEXT NOT NULL DEFAULT '';
