"""Writes files that keep an invariant at every moment. Arguments: the names of the writers to start."""

import fcntl
import mmap
import os
import random
import signal
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


def uploads():
    """Each row of upload in uploads.db has its file, with the row's number in it."""
    os.makedirs(FILES + "uploads", exist_ok=True)
    db = sqlite3.connect(FILES + "uploads.db", isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE upload (id INTEGER PRIMARY KEY)")
    for number in range(1 << 62):
        with open(FILES + "uploads/" + str(number), "w") as file:
            file.write(str(number))
        db.execute("INSERT INTO upload VALUES (?)", (number,))
        old = number - 100
        if old >= 0:
            db.execute("DELETE FROM upload WHERE id = ?", (old,))
            os.remove(FILES + "uploads/" + str(old))
        time.sleep(0.001)


def barrier():
    """As counter, but it writes only while a reader waits for m.barrier, which lies between its two files.

    Linux keeps a reader of a file with a lease waiting until the holder gives the lease up, or for 45 s.
    """
    first, second = (os.open(FILES + name, os.O_CREAT | os.O_RDWR) for name in ("a.step", "z.step"))
    number = 0
    while True:
        for file in (first, second):
            os.pwrite(file, struct.pack(">q", number), 0)
        middle = os.open(FILES + "m.barrier", os.O_CREAT | os.O_RDWR)
        try:
            # Changed, because restic does not open an unchanged file.
            os.pwrite(middle, struct.pack(">q", number), 0)
            fcntl.fcntl(middle, fcntl.F_SETLEASE, fcntl.F_WRLCK)
            signal.sigwait({signal.SIGIO})
            # The reader has opened a.step, and reads it.
            time.sleep(0.5)
            number += 10
            for file in (first, second):
                os.pwrite(file, struct.pack(">q", number), 0)
        except OSError:
            # The reader still has the file open.
            time.sleep(0.05)
        finally:
            os.close(middle)


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
    "uploads": uploads,
    "barrier": barrier,
    "churn": churn,
}

# The end of a lease is waited for, instead of ending the process.
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGIO})

for writer in sys.argv[1:]:
    threading.Thread(target=WRITERS[writer]).start()
time.sleep(1)
open(FILES + "ready", "w").close()
