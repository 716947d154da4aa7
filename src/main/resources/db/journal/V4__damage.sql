-- When a verified snapshot's data were found to be damaged: its verdict counts for nothing from then on.
ALTER TABLE verdict ADD COLUMN damaged INTEGER;
-- restic's id of the content that was verified, as far as it was seen: a repair makes another one of it.
ALTER TABLE verdict ADD COLUMN tree TEXT NOT NULL DEFAULT '';
CREATE INDEX verdict_damaged ON verdict (dataset) WHERE damaged IS NOT NULL;
