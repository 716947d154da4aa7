"""Adds 30 days of earlier runs to the journal of a stopped Slackwater, for screenshots. Each copies the newest run of its dataset."""
import random
import sqlite3
import sys

DAY = 86400 * 10**9
SUNDAY = 3  # 1970-01-04, in days since 1970-01-01
FAILED_DAYS_AGO, MISSED_DAYS_AGO = 11, 19

random.seed(4)
journal = sqlite3.connect(sys.argv[1])
journal.row_factory = sqlite3.Row
newest = {run["dataset"]: dict(run) for run in journal.execute("SELECT * FROM run WHERE state = 'SUCCEEDED' ORDER BY seq")}
if any("past-" in run["id"] for run in journal.execute("SELECT id FROM run")):
    sys.exit(0)
# The past comes before the first run.
seq = journal.execute("SELECT min(seq) FROM run").fetchone()[0]
for ago in range(1, 31):
    for dataset, run in sorted(newest.items(), reverse=True):
        day = run["queued"] // DAY - ago
        if run["plan"] != "critical" and day % 7 != SUNDAY or ago == MISSED_DAYS_AGO and run["plan"] == "critical":
            continue
        seq -= 1
        began = day * DAY + 2 * 3600 * 10**9
        took = int((run["ended"] - run["started"]) * random.uniform(0.8, 1.4))
        size = int(run["bytes"] * (1 - 0.012 * ago + random.uniform(0, 0.01)))
        past = run | {"seq": seq, "id": f"past-{-seq}", "queued": began, "started": began, "ended": began + took, "bytes": size,
                      "trigger": "schedule", "added": size // 50, "snapshot": f"{random.getrandbits(256):064x}", "attempt": 1, "earlier": "[]", "message": ""}
        if ago == FAILED_DAYS_AGO and ".open-webui." in dataset:
            past |= {"state": "FAILED", "snapshot": None, "cause": "REPOSITORY", "message": "the repository did not answer within 60 s"}
        columns = ", ".join(f'"{name}"' for name in past)
        journal.execute(f"INSERT INTO run ({columns}) VALUES ({', '.join('?' * len(past))})", list(past.values()))
journal.commit()
journal.execute("PRAGMA wal_checkpoint(TRUNCATE)")
journal.close()
