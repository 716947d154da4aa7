"""A stand-in for Open WebUI, for backups to be tested on.

Same files as the real one: webui.db (SQLite, WAL), vector_db/chroma.sqlite3 (journal mode delete) with one directory of
index files per collection, uploads/<id>_<name>, cache/. Same addresses for signing up, chats and files.

A background writer keeps the database busy: every transaction adds a row to standin_ledger and its amount to
standin_counter, so a torn copy shows as sum(ledger) != counter even when SQLite itself finds nothing wrong.
With STANDIN_UPLOAD_EVERY=N every Nth transaction also makes an upload with its row.

  STANDIN_TX_PER_SECOND  default 5; 0 switches the writer off
  STANDIN_UPLOAD_EVERY   default 0 (never)
  STANDIN_SEED_MB        filler in uploads/ at the first start, default 0
"""

import email.parser
import email.policy
import hashlib
import hmac
import json
import os
import re
import signal
import sqlite3
import struct
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

DATA = os.environ.get("DATA_DIR", "/app/backend/data")
UPLOADS = os.path.join(DATA, "uploads")
VECTORS = os.path.join(DATA, "vector_db")
SECRET = os.environ.get("WEBUI_SECRET_KEY", "").encode()
lock = threading.RLock()
stop = threading.Event()

SCHEMA = """
CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
CREATE TABLE IF NOT EXISTS user (id VARCHAR NOT NULL PRIMARY KEY, name VARCHAR, email VARCHAR, role VARCHAR,
  profile_image_url TEXT, api_key VARCHAR UNIQUE, created_at BIGINT, updated_at BIGINT, last_active_at BIGINT,
  settings TEXT, info TEXT, oauth_sub TEXT UNIQUE);
CREATE TABLE IF NOT EXISTS auth (id VARCHAR NOT NULL PRIMARY KEY, email VARCHAR, password TEXT, active BOOLEAN);
CREATE TABLE IF NOT EXISTS chat (id VARCHAR NOT NULL PRIMARY KEY, user_id VARCHAR, title TEXT, chat JSON,
  created_at BIGINT, updated_at BIGINT, share_id TEXT UNIQUE, archived BOOLEAN DEFAULT 0, pinned BOOLEAN DEFAULT 0,
  meta JSON DEFAULT '{}', folder_id TEXT);
CREATE TABLE IF NOT EXISTS file (id VARCHAR NOT NULL PRIMARY KEY, user_id VARCHAR, hash TEXT, filename TEXT, path TEXT,
  data JSON, meta JSON, access_control JSON, created_at BIGINT, updated_at BIGINT);
CREATE TABLE IF NOT EXISTS config (id INTEGER NOT NULL PRIMARY KEY, data JSON NOT NULL, version INTEGER NOT NULL,
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, updated_at DATETIME);
CREATE TABLE IF NOT EXISTS folder (id TEXT NOT NULL PRIMARY KEY, parent_id TEXT, user_id TEXT, name TEXT, items JSON,
  meta JSON, is_expanded BOOLEAN DEFAULT 0, created_at BIGINT, updated_at BIGINT);
CREATE TABLE IF NOT EXISTS knowledge (id TEXT NOT NULL PRIMARY KEY, user_id TEXT, name TEXT, description TEXT, data JSON,
  meta JSON, access_control JSON, created_at BIGINT, updated_at BIGINT);
CREATE TABLE IF NOT EXISTS tag (id VARCHAR NOT NULL, name VARCHAR, user_id VARCHAR NOT NULL, meta JSON,
  PRIMARY KEY (id, user_id));
CREATE TABLE IF NOT EXISTS standin_ledger (id INTEGER PRIMARY KEY AUTOINCREMENT, amount INTEGER NOT NULL, note TEXT);
CREATE TABLE IF NOT EXISTS standin_counter (id INTEGER PRIMARY KEY CHECK (id = 1), total INTEGER NOT NULL);
INSERT OR IGNORE INTO standin_counter VALUES (1, 0);
INSERT OR IGNORE INTO alembic_version VALUES ('9f0c9cd09105');
INSERT OR IGNORE INTO config (id, data, version) VALUES (1, '{"version":0,"ui":{"enable_signup":true}}', 0);
"""

CHROMA_SCHEMA = """
CREATE TABLE IF NOT EXISTS migrations (dir TEXT NOT NULL, version INTEGER NOT NULL, filename TEXT NOT NULL,
  sql TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (dir, version));
CREATE TABLE IF NOT EXISTS tenants (id TEXT PRIMARY KEY, UNIQUE (id));
CREATE TABLE IF NOT EXISTS databases (id TEXT PRIMARY KEY, name TEXT NOT NULL, tenant_id TEXT NOT NULL, UNIQUE (tenant_id, name));
CREATE TABLE IF NOT EXISTS collections (id TEXT PRIMARY KEY, name TEXT NOT NULL, dimension INTEGER,
  database_id TEXT NOT NULL, config_json_str TEXT, UNIQUE (name, database_id));
CREATE TABLE IF NOT EXISTS segments (id TEXT PRIMARY KEY, type TEXT NOT NULL, scope TEXT NOT NULL, collection TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS embeddings (id INTEGER PRIMARY KEY, segment_id TEXT NOT NULL, embedding_id TEXT NOT NULL,
  seq_id BLOB NOT NULL, created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, UNIQUE (segment_id, embedding_id));
CREATE TABLE IF NOT EXISTS embedding_metadata (id INTEGER, key TEXT NOT NULL, string_value TEXT, int_value INTEGER,
  float_value REAL, bool_value INTEGER, PRIMARY KEY (id, key));
INSERT OR IGNORE INTO tenants VALUES ('default_tenant');
INSERT OR IGNORE INTO databases VALUES ('00000000-0000-0000-0000-000000000000', 'default_database', 'default_tenant');
"""


def connect(path, mode):
    db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
    db.execute(f"PRAGMA journal_mode={mode}")
    if mode == "WAL":
        db.execute("PRAGMA synchronous=NORMAL")
    return db


def now():
    return int(time.time())


def token_for(user_id):
    return user_id + "." + hmac.new(SECRET, user_id.encode(), hashlib.sha256).hexdigest()


def user_of(token):
    user_id, _, _ = token.partition(".")
    return user_id if user_id and hmac.compare_digest(token, token_for(user_id)) else None


class Refused(Exception):
    def __init__(self, status, detail):
        super().__init__(detail)
        self.status = status


class Store:
    def __init__(self):
        for d in (UPLOADS, VECTORS, *(os.path.join(DATA, "cache", c) for c in ("embedding/models", "image/generations", "audio/speech"))):
            os.makedirs(d, exist_ok=True)
        marker = os.path.join(DATA, "cache", "embedding", "models", "model.bin")
        if not os.path.exists(marker):
            with open(marker, "wb") as f:
                f.write(b"can be fetched again\n" * 50_000)
        self.db = connect(os.path.join(DATA, "webui.db"), "WAL")
        self.db.executescript(SCHEMA)
        self.chroma = connect(os.path.join(VECTORS, "chroma.sqlite3"), "DELETE")
        self.chroma.executescript(CHROMA_SCHEMA)
        seed = os.path.join(UPLOADS, "00000000-0000-4000-8000-000000000000_seed.bin")
        megabytes = int(os.environ.get("STANDIN_SEED_MB", "0"))
        if megabytes and not os.path.exists(seed):
            with open(seed, "wb") as f:
                for _ in range(megabytes):
                    f.write(os.urandom(1 << 20))

    def sign_up(self, body):
        with lock:
            if self.db.execute("SELECT 1 FROM auth WHERE email = ?", (body["email"].lower(),)).fetchone():
                raise Refused(400, "Uh-oh! This email is already registered. Sign in with your existing account or choose another email to start anew.")
            first = not self.db.execute("SELECT 1 FROM user").fetchone()
            user_id, t = str(uuid.uuid4()), now()
            salt = os.urandom(16)
            digest = hashlib.scrypt(body["password"].encode(), salt=salt, n=1024, r=8, p=1)
            self.db.execute("BEGIN IMMEDIATE")
            self.db.execute("INSERT INTO user (id,name,email,role,profile_image_url,created_at,updated_at,last_active_at) VALUES (?,?,?,?,?,?,?,?)",
                            (user_id, body["name"], body["email"].lower(), "admin" if first else "user", "/user.png", t, t, t))
            self.db.execute("INSERT INTO auth VALUES (?,?,?,1)", (user_id, body["email"].lower(), salt.hex() + "$" + digest.hex()))
            self.db.execute("COMMIT")
        return {"id": user_id, "name": body["name"], "email": body["email"], "token": token_for(user_id), "token_type": "Bearer"}

    def sign_in(self, body):
        row = self.db.execute("SELECT a.id, a.password, u.name FROM auth a JOIN user u ON u.id = a.id WHERE a.email = ?", (body["email"].lower(),)).fetchone()
        if row:
            salt, _, want = row[1].partition("$")
            if hashlib.scrypt(body["password"].encode(), salt=bytes.fromhex(salt), n=1024, r=8, p=1).hex() == want:
                return {"id": row[0], "name": row[2], "email": body["email"], "token": token_for(row[0]), "token_type": "Bearer"}
        raise Refused(400, "The email or password provided is incorrect. Please check for typos and try logging in again.")

    def new_chat(self, user_id, body):
        chat_id, t = str(uuid.uuid4()), now()
        chat = body["chat"]
        title = chat.get("title", "New Chat")
        with lock:
            self.db.execute("INSERT INTO chat (id,user_id,title,chat,created_at,updated_at) VALUES (?,?,?,?,?,?)",
                            (chat_id, user_id, title, json.dumps(chat), t, t))
        return {"id": chat_id, "user_id": user_id, "title": title, "chat": chat, "created_at": t, "updated_at": t}

    def new_file(self, user_id, name, content, embed=True):
        file_id, t = str(uuid.uuid4()), now()
        name = os.path.basename(name)
        path = os.path.join(UPLOADS, f"{file_id}_{name}")
        digest = hashlib.sha256(content).hexdigest()
        with open(path, "wb") as f:
            f.write(content)
        with lock:
            self.db.execute("INSERT INTO file VALUES (?,?,?,?,?,?,?,NULL,?,?)",
                            (file_id, user_id, digest, name, path, "{}", json.dumps({"name": name, "size": len(content)}), t, t))
            if embed:
                self.embed(file_id, name, content)
        return {"id": file_id, "user_id": user_id, "hash": digest, "filename": name, "path": path, "meta": {"name": name, "size": len(content)}, "created_at": t}

    def embed(self, file_id, name, content):
        """One collection a file, as the real one does, with the index files that belong to its vector segment."""
        collection, vector, metadata = (str(uuid.uuid4()) for _ in range(3))
        self.chroma.execute("BEGIN IMMEDIATE")
        self.chroma.execute("INSERT INTO collections VALUES (?,?,384,'00000000-0000-0000-0000-000000000000','{}')", (collection, f"file-{file_id}"))
        self.chroma.execute("INSERT INTO segments VALUES (?,'urn:chroma:segment/vector/hnsw-local-persisted','VECTOR',?)", (vector, collection))
        self.chroma.execute("INSERT INTO segments VALUES (?,'urn:chroma:segment/metadata/sqlite','METADATA',?)", (metadata, collection))
        for n in range(0, max(1, len(content)), 1000):
            row = self.chroma.execute("INSERT INTO embeddings (segment_id,embedding_id,seq_id) VALUES (?,?,?)", (metadata, str(uuid.uuid4()), struct.pack(">Q", n)))
            self.chroma.execute("INSERT INTO embedding_metadata VALUES (?,'name',?,NULL,NULL,NULL)", (row.lastrowid, name))
        self.chroma.execute("COMMIT")
        index = os.path.join(VECTORS, vector)
        os.makedirs(index)
        for part, size in (("header.bin", 100), ("data_level0.bin", 167_600), ("length.bin", 400), ("link_lists.bin", 0)):
            with open(os.path.join(index, part), "wb") as f:
                f.write(hashlib.shake_128(part.encode() + content).digest(size))

    def write_for_ever(self):
        """Its own connection, like another worker of the real one."""
        db = connect(os.path.join(DATA, "webui.db"), "WAL")
        every, n = int(os.environ.get("STANDIN_UPLOAD_EVERY", "0")), 0
        while not stop.is_set():
            rate = writer_rate[0]
            if rate <= 0:
                stop.wait(0.1)
                continue
            n += 1
            if every and n % every == 0:
                self.new_file("writer", f"note-{n}.bin", os.urandom(20_000), embed=n % (every * 10) == 0)
            amount = 1 + n % 97
            try:
                db.execute("BEGIN IMMEDIATE")
                db.execute("INSERT INTO standin_ledger (amount,note) VALUES (?,?)", (amount, uuid.uuid4().hex * 8))
                db.execute("UPDATE standin_counter SET total = total + ?", (amount,))
                db.execute("COMMIT")
            except sqlite3.OperationalError as e:
                print("writer:", e)
                if db.in_transaction:
                    db.execute("ROLLBACK")
            stop.wait(1 / rate)


writer_rate = [float(os.environ.get("STANDIN_TX_PER_SECOND", "5"))]


def multipart_file(content_type, body):
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    for part in message.iter_parts():
        if part.get_filename():
            return part.get_filename(), part.get_payload(decode=True) or b""
    raise Refused(422, "no file in the form")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def user(self):
        user_id = user_of(self.headers.get("Authorization", "").removeprefix("Bearer ").strip())
        if not user_id:
            raise Refused(401, "Not authenticated")
        return user_id

    def do_GET(self):
        path = urlsplit(self.path).path
        try:
            if path == "/health":
                self.answer(200, {"status": True})
            elif path == "/health/db":
                store.db.execute("SELECT 1").fetchone()
                self.answer(200, {"status": True})
            elif path == "/api/version":
                self.answer(200, {"version": "0.0.0-standin"})
            elif path == "/api/v1/chats/":
                rows = store.db.execute("SELECT id, title FROM chat WHERE user_id = ? ORDER BY created_at, id", (self.user(),)).fetchall()
                self.answer(200, [{"id": r[0], "title": r[1]} for r in rows])
            elif path == "/api/v1/files/":
                rows = store.db.execute("SELECT id, filename, hash, path FROM file WHERE user_id = ? ORDER BY created_at, id", (self.user(),)).fetchall()
                self.answer(200, [{"id": r[0], "filename": r[1], "hash": r[2], "path": r[3]} for r in rows])
            elif m := re.fullmatch(r"/api/v1/files/([0-9a-f-]+)/content", path):
                row = store.db.execute("SELECT path FROM file WHERE id = ? AND user_id = ?", (m[1], self.user())).fetchone()
                if not row:
                    raise Refused(404, "We could not find what you're looking for :/")
                with open(row[0], "rb") as f:
                    data = f.read()
                self.send_response(200)
                self.send_header("Content-Type", "application/octet-stream")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            else:
                raise Refused(404, "Not Found")
        except Refused as e:
            self.answer(e.status, {"detail": str(e)})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path).path
        try:
            if path == "/api/v1/files/":
                self.answer(200, store.new_file(self.user(), *multipart_file(self.headers["Content-Type"], body)))
                return
            data = json.loads(body or b"{}")
            if path == "/api/v1/auths/signup":
                self.answer(200, store.sign_up(data))
            elif path == "/api/v1/auths/signin":
                self.answer(200, store.sign_in(data))
            elif path == "/api/v1/chats/new":
                self.answer(200, store.new_chat(self.user(), data))
            elif path == "/standin/writer":
                writer_rate[0] = float(data["tx_per_second"])
                self.answer(200, {"tx_per_second": writer_rate[0]})
            else:
                raise Refused(404, "Not Found")
        except Refused as e:
            self.answer(e.status, {"detail": str(e)})
        except (KeyError, ValueError) as e:
            self.answer(422, {"detail": f"bad request: {e}"})


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


store = Store()
server = Server(("0.0.0.0", int(os.environ.get("PORT", "8080"))), Handler)


def end(*_):
    stop.set()
    threading.Thread(target=server.shutdown).start()


# As PID 1 Python would ignore SIGTERM.
signal.signal(signal.SIGTERM, end)
signal.signal(signal.SIGINT, end)
threading.Thread(target=store.write_for_ever, daemon=True).start()
print("listening on", server.server_address[1], flush=True)
server.serve_forever(poll_interval=0.2)
# No checkpoint at the end: like the real one, a cleanly stopped database keeps its WAL.
os._exit(0)
