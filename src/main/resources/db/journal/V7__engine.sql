-- Who executed restic in the run's last attempt that came so far: embedded or backrest; NULL when none did, or nobody noted it.
ALTER TABLE run ADD COLUMN engine TEXT;
