-- Times are nanoseconds since 1970-01-01T00:00Z, durations are nanoseconds.
-- A readable time: datetime(queued / 1000000000, 'unixepoch').

CREATE TABLE run (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT    NOT NULL UNIQUE,
    dataset    TEXT    NOT NULL,
    workload   TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    plan       TEXT    NOT NULL,
    "set"      TEXT    NOT NULL,
    "trigger"  TEXT    NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('QUEUED', 'CAPTURING', 'STORING', 'VERIFYING',
                                                 'SUCCEEDED', 'FAILED', 'UNVERIFIED', 'CANCELLED')),
    attempt    INTEGER NOT NULL,
    queued     INTEGER NOT NULL,
    started    INTEGER,
    ended      INTEGER,
    snapshot   TEXT,
    repository TEXT,
    bytes      INTEGER NOT NULL,
    added      INTEGER NOT NULL,
    frozen     INTEGER,                     -- NULL: unknown after a crash
    estimate   INTEGER NOT NULL,
    hot_bytes  INTEGER NOT NULL,
    frozen_bytes INTEGER NOT NULL,
    sha256     TEXT    NOT NULL,
    message    TEXT    NOT NULL,
    -- The cause of a failed run: one of EndCause.
    cause      TEXT    NOT NULL,
    -- The engine that executed restic in the run's last attempt: embedded or backrest; NULL before that.
    engine     TEXT,
    -- The earlier attempts: a JSON list of RunProgress.Ended.
    earlier    TEXT    NOT NULL DEFAULT '[]',
    CHECK ((ended IS NOT NULL) = (state IN ('SUCCEEDED', 'FAILED', 'UNVERIFIED', 'CANCELLED')))
);
-- Lists are read newest first, by any of the two filters.
CREATE INDEX run_by_time ON run (queued);
CREATE INDEX run_by_dataset ON run (dataset, queued);
CREATE INDEX run_by_state ON run (state, queued);
CREATE INDEX run_by_dataset_and_state ON run (dataset, state, queued);
CREATE INDEX run_succeeded ON run (dataset, ended) WHERE state = 'SUCCEEDED';
CREATE INDEX run_open ON run (queued) WHERE ended IS NULL;

-- The number of runs of each dataset by final state, including trimmed runs.
CREATE TABLE outcome (
    dataset TEXT    NOT NULL,
    state   TEXT    NOT NULL,
    runs    INTEGER NOT NULL,
    PRIMARY KEY (dataset, state)
) WITHOUT ROWID;

-- The last line of defence against a bug: an ended run never changes.
CREATE TRIGGER run_ended_stays BEFORE UPDATE ON run WHEN OLD.ended IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'an ended run is never changed');
END;

CREATE TABLE verdict (
    repository TEXT    NOT NULL,
    snapshot   TEXT    NOT NULL,
    dataset    TEXT    NOT NULL,
    run        TEXT    NOT NULL REFERENCES run (id),
    "set"      TEXT    NOT NULL,
    time       INTEGER NOT NULL,
    bytes      INTEGER NOT NULL,
    sha256     TEXT    NOT NULL,
    file       TEXT    NOT NULL,
    -- The kind that captured the snapshot and restores it, and the format of its dump ("tree" for files).
    kind       TEXT    NOT NULL,
    format     TEXT    NOT NULL,
    -- Facts about the service at that time that a restore needs: a JSON object of texts.
    facts      TEXT    NOT NULL DEFAULT '{}',
    -- When the snapshot's data were found damaged. The verdict does not count from then on.
    damaged    INTEGER,
    -- restic's id of the verified content, empty until it was seen. A repair gives the content another id.
    tree       TEXT    NOT NULL DEFAULT '',
    -- When a user pinned the snapshot. Retention keeps it from then on.
    pinned     INTEGER,
    PRIMARY KEY (repository, snapshot)
);
CREATE INDEX verdict_by_dataset ON verdict (dataset, time);
CREATE INDEX verdict_by_run ON verdict (run);
CREATE INDEX verdict_damaged ON verdict (time) WHERE damaged IS NOT NULL;
CREATE INDEX verdict_pinned ON verdict (repository) WHERE pinned IS NOT NULL;

CREATE TABLE poison (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    repository TEXT NOT NULL,
    dataset    TEXT NOT NULL,
    run        TEXT NOT NULL,
    snapshot   TEXT
);
CREATE UNIQUE INDEX poison_once ON poison (repository, run, coalesce(snapshot, ''));

CREATE TABLE lease (
    id         INTEGER PRIMARY KEY,         -- random
    run        TEXT    NOT NULL,
    dataset    TEXT    NOT NULL,
    containers TEXT    NOT NULL,         -- a JSON object: the start time of each container, by its id
    boot_id    TEXT    NOT NULL,
    deadline_uptime INTEGER NOT NULL,
    frozen     INTEGER NOT NULL,
    intended   INTEGER NOT NULL,
    thawed     INTEGER,
    how        TEXT
);
CREATE INDEX lease_open ON lease (id) WHERE thawed IS NULL;

-- The commands of slackwater.exec.post that must still run.
CREATE TABLE owed_command (
    workload   TEXT    NOT NULL PRIMARY KEY,
    project    TEXT    NOT NULL,
    service    TEXT    NOT NULL,
    container  TEXT    NOT NULL,
    command    TEXT    NOT NULL,         -- a JSON array: the program and its arguments
    allowed    INTEGER NOT NULL,
    owed       INTEGER NOT NULL,
    failure    TEXT
);

-- Damage was found among the data of a dataset. Its older snapshots in this repository (restic's id) may share the damage.
CREATE TABLE suspected_damage (
    repository TEXT    NOT NULL,
    dataset    TEXT    NOT NULL,
    found      INTEGER NOT NULL,
    reason     TEXT    NOT NULL,
    PRIMARY KEY (repository, dataset)
);

CREATE TABLE dataset_state (
    dataset      TEXT NOT NULL PRIMARY KEY,
    name         TEXT,                 -- the user's name for it
    health       TEXT CHECK (health IN ('UP', 'DOWN', 'VANISHED')),  -- when Docker was last surveyed
    hold         TEXT,                 -- why its retention is suspended until a person acknowledges the reason
    gone         INTEGER,              -- 1: a person acknowledged that it is gone for good
    files        INTEGER,              -- files of the tree at its last verified backup
    freeze       INTEGER,              -- duration of its last freeze
    freeze_own   INTEGER,              -- 1: Slackwater's own restic read the data
    freeze_whole TEXT                  -- restic's id of the repository that had no snapshot yet, so that everything was read
);

-- Troubles of the policy's repositories, by name.
CREATE TABLE repository_trouble (
    repository TEXT NOT NULL,
    trouble    TEXT NOT NULL CHECK (trouble IN ('UNUSABLE', 'STRUCTURE', 'DATA', 'SNAPSHOT', 'LOCKED')),
    -- What restic or the repository said: one of Failure.
    failure    TEXT NOT NULL,
    reason     TEXT NOT NULL,
    PRIMARY KEY (repository, trouble)
);
-- The name that a repository had in the policy when it was last opened.
CREATE TABLE repository_name (
    restic TEXT NOT NULL PRIMARY KEY,
    name   TEXT NOT NULL,
    -- The bytes per second at which new data last went into it.
    speed  INTEGER
);
-- Verified snapshots that another program forgot.
CREATE TABLE loss (
    repository TEXT    NOT NULL,
    dataset    TEXT    NOT NULL,
    found      INTEGER NOT NULL,
    count      INTEGER NOT NULL,
    newest     INTEGER NOT NULL,
    PRIMARY KEY (repository, dataset)
);
-- Repositories whose keys are in the last exported recovery kit.
CREATE TABLE recovery_kit (
    name TEXT NOT NULL PRIMARY KEY
);

-- The last start of each schedule ("plan:critical", "prune:models").
CREATE TABLE schedule_done (
    schedule TEXT    NOT NULL PRIMARY KEY,
    done     INTEGER NOT NULL
);
-- The time from which the times of a schedule count.
CREATE TABLE schedule_anchor (
    schedule TEXT    NOT NULL PRIMARY KEY,
    since    INTEGER NOT NULL,         -- schedule times up to this time do not count
    done     INTEGER,                  -- the last completion that "since" includes
    rule     TEXT    NOT NULL
);
-- The circumstances of a dataset after its newest run failed.
CREATE TABLE after_failure (
    dataset TEXT    NOT NULL PRIMARY KEY,
    run     TEXT    NOT NULL,
    changed INTEGER NOT NULL,
    settings  TEXT    NOT NULL,        -- a digest
    reachable INTEGER NOT NULL,
    stored    INTEGER NOT NULL
);

CREATE TABLE alarm (
    key       TEXT    NOT NULL PRIMARY KEY,
    severity  TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    detail    TEXT    NOT NULL,
    remedy    TEXT    NOT NULL,
    -- Identifies the problem by enums and names. Equal causes are one problem.
    cause     TEXT    NOT NULL,
    -- The id of the workload that the alarm concerns; empty for none.
    workload  TEXT    NOT NULL,
    since     INTEGER NOT NULL,
    -- What each channel knows: a JSON object of AlarmRecord.Sent by the channel's name.
    sent      TEXT    NOT NULL,
    over      INTEGER,
    acknowledged TEXT,                   -- a JSON object: AlarmRecord.Acknowledgement
    -- Title and remedy in other languages: a JSON object of AlarmRecord.Words by the code of the language.
    translations TEXT NOT NULL
);
-- Alarms that are over, in the order in which they ended.
CREATE TABLE past_alarm (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    key       TEXT    NOT NULL,
    severity  TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    detail    TEXT    NOT NULL,
    workload  TEXT    NOT NULL,
    since     INTEGER NOT NULL,
    over      INTEGER NOT NULL,
    acknowledged TEXT,
    translations TEXT NOT NULL
);
CREATE TABLE channel (
    name        TEXT    NOT NULL PRIMARY KEY,
    last_sent   INTEGER,
    failing     INTEGER,                 -- since when it accepts no message
    last_failed INTEGER,
    -- The last failure: one of alert.channel.Fault, and a sentence.
    fault       TEXT    NOT NULL,
    failure     TEXT    NOT NULL,
    -- Until when the last report told everything; before the first report, when the channel was first seen.
    reported    INTEGER
);
-- The last good night with a ping.
CREATE TABLE ping (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    night INTEGER NOT NULL
);
-- Edits of owned entries that Slackwater reverted.
CREATE TABLE backrest_revert (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    subject TEXT    NOT NULL,
    who     TEXT    NOT NULL,
    why     TEXT    NOT NULL,
    fields  TEXT    NOT NULL          -- a JSON list of FieldEdit
);
-- What Slackwater remembers about Backrest: one row, whose columns are JSON.
CREATE TABLE backrest (
    one          INTEGER PRIMARY KEY CHECK (one = 1),
    log          TEXT,                       -- LogPosition: the last operation of Backrest's log that was read
    missed       TEXT,                       -- MissedBackups: backups in a row that failed before Backrest called Slackwater
    queued       TEXT,                       -- QueuedBackups: Backrest's queue before a write, which may drop it
    to_index     TEXT NOT NULL DEFAULT '[]', -- repositories whose snapshots Backrest may not have indexed yet
    released     TEXT NOT NULL DEFAULT '[]', -- plans without a dataset that an admin released
    -- The entries of Backrest's configuration that Slackwater owns, with a fingerprint of the last write.
    repositories TEXT NOT NULL DEFAULT '{}',
    plans        TEXT NOT NULL DEFAULT '{}'
);
INSERT INTO backrest (one) VALUES (1);

CREATE TABLE audit (
    seq     INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    actor   TEXT    NOT NULL,
    action  TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    detail  TEXT    NOT NULL,
    hash    TEXT    NOT NULL
);
-- Pages are read newest first. SQLite adds seq to each index.
CREATE INDEX audit_by_actor ON audit (actor);
CREATE INDEX audit_by_action ON audit (action);
CREATE INDEX audit_by_time ON audit (at);
-- The end of the hash chain. Without it, removing the last entries would leave a valid chain.
CREATE TABLE audit_head (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    seq  INTEGER NOT NULL,
    hash TEXT    NOT NULL
);
INSERT INTO audit_head (one, seq, hash) VALUES (1, 0, '');
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head WHEN NEW.seq <= OLD.seq
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;

-- The free space of each disk, a few times a day.
CREATE TABLE disk_sample (
    disk        TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    total_bytes INTEGER NOT NULL,
    free_bytes  INTEGER NOT NULL,
    PRIMARY KEY (disk, at)
) WITHOUT ROWID;

-- The size of each local repository, once a day.
CREATE TABLE repository_size (
    repository TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    bytes      INTEGER NOT NULL,
    PRIMARY KEY (repository, at)
) WITHOUT ROWID;

-- The policy whose changes the audit log has: one row. Both maps are JSON objects by key.
CREATE TABLE audited_policy (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    salt    TEXT NOT NULL,
    keys    TEXT NOT NULL,
    secrets TEXT NOT NULL             -- salted hashes
);

CREATE TABLE probe (
    one INTEGER PRIMARY KEY,
    pad BLOB NOT NULL
);

-- Restores. A restore in state RUNNING at the start was interrupted, and its target is incomplete.
CREATE TABLE restore (
    id       TEXT    NOT NULL PRIMARY KEY,
    dataset  TEXT    NOT NULL,
    snapshot TEXT    NOT NULL,
    target   TEXT    NOT NULL,          -- description of the target
    state    TEXT    NOT NULL CHECK (state IN ('RUNNING', 'SUCCEEDED', 'FAILED')),
    -- The last step that began, recorded before it began.
    step     TEXT    NOT NULL CHECK (step IN ('PREPARING', 'SAVING', 'CREATING', 'FILLING', 'CHECKING',
                                                'EXCHANGING', 'STARTING', 'FINISHING')),
    started  INTEGER NOT NULL,
    ended    INTEGER,
    message  TEXT    NOT NULL,
    warning  TEXT,
    -- The object that the restore creates, for the undo.
    type     TEXT    NOT NULL CHECK (type IN ('VOLUME', 'DIRECTORY', 'DATABASE', 'ROLES', 'IN_PLACE')),
    workload TEXT    NOT NULL,          -- the workload of the database server; empty for a volume or directory
    name     TEXT    NOT NULL,          -- the database's or volume's name, or the directory's path
    -- System identifier and oid of a database, because its name may change. Empty until the database exists.
    identity TEXT    NOT NULL
);
CREATE INDEX restore_by_time ON restore (started);
CREATE INDEX restore_by_identity ON restore (identity) WHERE identity <> '';

-- Live data that a restore in place replaces, and the data beside them.
CREATE TABLE replaced_data (
    restore  TEXT    NOT NULL,
    position INTEGER NOT NULL,
    dataset  TEXT    NOT NULL,
    snapshot TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    format   TEXT    NOT NULL,
    workload TEXT    NOT NULL,
    name     TEXT    NOT NULL,          -- the database's name, or the tree's path on the host
    beside   TEXT    NOT NULL,          -- the restored data before the exchange, the old data after it
    identity TEXT    NOT NULL,          -- the server's identifier of the restored data, empty until they exist
    until    INTEGER,                   -- when the data beside are removed
    PRIMARY KEY (restore, position)
);
CREATE INDEX replaced_data_kept ON replaced_data (until) WHERE until IS NOT NULL;

-- Containers that a restore in place has stopped, until they are started again.
CREATE TABLE held_container (
    restore   TEXT    NOT NULL,
    position  INTEGER NOT NULL,         -- the order of the stops
    container TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    policy    TEXT    NOT NULL,         -- its former restart policy
    retries   INTEGER NOT NULL,
    PRIMARY KEY (restore, container)
);
