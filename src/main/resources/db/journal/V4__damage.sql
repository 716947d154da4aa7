-- When a verified snapshot's data were found to be damaged: its verdict counts for nothing from then on.
ALTER TABLE verdict ADD COLUMN damaged INTEGER;
CREATE INDEX verdict_damaged ON verdict (dataset) WHERE damaged IS NOT NULL;
