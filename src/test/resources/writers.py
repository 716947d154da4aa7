"""Writes files that keep an invariant at every moment. Arguments: the names of the writers to start."""

import mmap
import os
import random
import sqlite3
import struct
import sys
import threading
import time

FILES = "/srv/files/"


def ledger(name, mode):
    """The sum of all accounts is 2000."""
    db = sqlite3.connect(FILES + name, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA journal_mode = " + mode)
    db.execute("CREATE TABLE account (id INTEGER PRIMARY KEY, money INTEGER)")
    db.executemany("INSERT INTO account VALUES (?, 100)", [(i,) for i in range(20)])
    while True:
        giver, taker = random.sample(range(20), 2)
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE account SET money = money - 1 WHERE id = ?", (giver,))
        time.sleep(0.001)
        db.execute("UPDATE account SET money = money + 1 WHERE id = ?", (taker,))
        db.execute("COMMIT")


def counter():
    """The number in a.count is the one in z.count, or the next one."""
    first, second = (os.open(FILES + name, os.O_CREAT | os.O_RDWR) for name in ("a.count", "z.count"))
    for number in range(1 << 62):
        os.pwrite(first, struct.pack(">q", number), 0)
        os.pwrite(second, struct.pack(">q", number), 0)
        time.sleep(0.0005)


def mapped():
    """The number in the first half is the one in the second half, or the next one."""
    half = 4 << 20
    with open(FILES + "mapped", "wb") as file:
        file.truncate(2 * half)
    with open(FILES + "mapped", "r+b") as file:
        both = mmap.mmap(file.fileno(), 2 * half)
        for number in range(1 << 62):
            both[0:8] = struct.pack(">q", number)
            both[half : half + 8] = struct.pack(">q", number)
            time.sleep(0.0005)


def preserved():
    """As counter, in files that are replaced and keep their size and time of modification."""
    for number in range(1 << 62):
        for name in ("a.kept", "z.kept"):
            with open(FILES + "new", "wb") as file:
                file.write(struct.pack(">q", number))
            os.utime(FILES + "new", (10**9, 10**9))
            os.replace(FILES + "new", FILES + name)
        time.sleep(0.001)


def churn():
    """Creates, renames, links, truncates and removes files."""
    os.makedirs(FILES + "churn", exist_ok=True)
    names = [FILES + "churn/" + str(i) for i in range(50)]
    while True:
        one, other = random.sample(names, 2)
        try:
            random.choice(
                [
                    lambda: open(one, "w").write("x" * random.randrange(9000)),
                    lambda: os.replace(one, other),
                    lambda: os.link(one, other),
                    lambda: os.truncate(one, 10),
                    lambda: os.remove(one),
                ]
            )()
        except OSError:
            continue
        time.sleep(0.0005)


WRITERS = {
    "wal": lambda: ledger("wal.db", "WAL"),
    "rollback": lambda: ledger("rollback.db", "DELETE"),
    "counter": counter,
    "mapped": mapped,
    "preserved": preserved,
    "churn": churn,
}

for writer in sys.argv[1:]:
    threading.Thread(target=WRITERS[writer]).start()
time.sleep(1)
open(FILES + "ready", "w").close()
