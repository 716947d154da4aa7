# shellcheck shell=bash
# Restores datasets of the demo stack beside the original and compares both. Sourced after demo.sh. Needs PROJECT, STACK and WORK.
# The checks run inside conditions, where `set -e` has no effect: each step handles its failure.

differs() { log "$1: the restored copy differs:"; head -n 20 "$2" >&2; return 1; }

# same <what> <file> <file>: compares two files; an empty file is a failure.
same() {
  [ -s "$2" ] || { log "$1: nothing to compare with"; return 1; }
  if diff "$2" "$3" >"$WORK/diff" 2>&1; then return 0; fi
  differs "$1" "$WORK/diff"
}

# All data of a database: rows, sequences, large objects, indexes, extensions, and the schema.
pg_fingerprint() {
  psql_db "$1" -At <<'SQL'
SELECT 'database', pg_encoding_to_char(encoding), datcollate, datctype, pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database();
SELECT format('SELECT %L, count(*), md5(string_agg(t::text, E''\n'' ORDER BY t::text)) FROM %I.%I t', c.oid::regclass, n.nspname, c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm', 'p') AND n.nspname !~ '^(pg_|information_schema)' ORDER BY n.nspname, c.relname \gexec
SELECT 'sequence', schemaname, sequencename, last_value FROM pg_sequences ORDER BY 2, 3;
SELECT 'large object', oid, pg_get_userbyid(lomowner), md5(lo_get(oid)) FROM pg_largeobject_metadata ORDER BY 2;
SELECT 'index', indexdef FROM pg_indexes WHERE schemaname !~ '^(pg_|information_schema)' ORDER BY 2;
SELECT 'extension', extname, extversion FROM pg_extension ORDER BY 2;
SQL
  # \restrict has a random word in each dump.
  in_service db env PGDATABASE="$1" pg_dump -U appowner --schema-only | sed '/^\\\(un\)\?restrict /d'
}

drop_database() { psql_db postgres -v name="$1" <<<'DROP DATABASE IF EXISTS :"name" WITH (FORCE);' 2>/dev/null; }

check_database() {
  local dataset="$1" snapshot="$2" name="$3" beside="$3 restored"
  drop_database "$beside"
  api_restore "$dataset" "$snapshot" "$(to_database "$beside")" || return 1
  pg_fingerprint "$name" >"$WORK/live" && pg_fingerprint "$beside" >"$WORK/restored" || return 1
  same "$dataset" "$WORK/live" "$WORK/restored" || return 1
  drop_database "$beside"
}

# throw_away <name> <docker run arguments...>: creates a container for the comparison and replaces an old one.
throw_away() {
  local name="$PROJECT-check-$1"
  shift
  docker rm -fv "$name" >/dev/null 2>&1 || true
  docker create --name "$name" --label "io.slackwater.demo=$PROJECT" "$@" >/dev/null
}

# Restores the roles into a fresh server and compares them.
check_roles() {
  local dataset="$1" snapshot="$2" c="$PROJECT-check-pg"
  local query="SELECT rolname, rolsuper, rolcanlogin, rolcreatedb, rolpassword FROM pg_authid WHERE rolname !~ '^pg_' ORDER BY 1;
    SELECT r.rolname, s.setconfig FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole WHERE setdatabase = 0 ORDER BY 1;
    SELECT roleid::regrole, member::regrole FROM pg_auth_members WHERE roleid::regrole::text !~ '^pg_' ORDER BY 1, 2;"
  throw_away pg -e POSTGRES_USER=appowner -e POSTGRES_PASSWORD=throw-away pgvector/pgvector:pg17
  docker start "$c" >/dev/null
  api_download "$dataset" "$snapshot" "$WORK/roles.sql" || return 1
  until_true 60 "the throw-away PostgreSQL" docker exec "$c" pg_isready -q -h 127.0.0.1 -U appowner || return 1
  # The only expected error: appowner exists in every fresh server of this stack.
  if docker exec -i "$c" psql -X -q -U appowner -d postgres <"$WORK/roles.sql" 2>&1 >/dev/null | grep ERROR | grep -v 'role "appowner" already exists' >"$WORK/diff"; then
    differs "$dataset" "$WORK/diff"
    return 1
  fi
  psql_db postgres -At -c "$query" >"$WORK/live" || return 1
  docker exec -i "$c" psql -X -q -At -U appowner -d postgres -c "$query" >"$WORK/restored" || return 1
  docker rm -fv "$c" >/dev/null
  same "$dataset" "$WORK/live" "$WORK/restored"
}

# Every key of a database with type, content and expiry, sorted.
REDIS_FINGERPRINT="
local keys, out = redis.call('KEYS', '*'), {}
table.sort(keys)
for _, k in ipairs(keys) do
  local t, v = redis.call('TYPE', k).ok, nil
  if t == 'string' then v = {redis.call('GET', k)}
  elseif t == 'list' then v = redis.call('LRANGE', k, 0, -1)
  elseif t == 'set' then v = redis.call('SMEMBERS', k) table.sort(v)
  elseif t == 'zset' then v = redis.call('ZRANGE', k, 0, -1, 'WITHSCORES')
  elseif t == 'stream' then v = {cjson.encode(redis.call('XRANGE', k, '-', '+'))}
  else
    local f = redis.call('HKEYS', k) table.sort(f)
    v = {} for _, n in ipairs(f) do v[#v + 1] = n .. '=' .. redis.call('HGET', k, n) end
  end
  out[#out + 1] = k .. ' ' .. t .. ' ' .. redis.call('PEXPIRETIME', k) .. ' ' .. redis.sha1hex(table.concat(v, string.char(1)))
end
return out"

check_redis() {
  local dataset="$1" snapshot="$2" c="$PROJECT-check-redis" n
  api_download "$dataset" "$snapshot" "$WORK/dump.rdb" || return 1
  # An RDB ends with an end mark and a checksum of eight bytes. Further bytes would break a server with an append-only file.
  [ "$(tail -c 9 "$WORK/dump.rdb" | head -c 1 | od -An -tx1 | tr -d ' ')" = ff ] || { log "$dataset: the RDB does not end where it should"; return 1; }
  throw_away redis redis:8 redis-server --appendonly no --save ''
  chmod 0644 "$WORK/dump.rdb"
  docker cp "$WORK/dump.rdb" "$c:/data/dump.rdb" >/dev/null
  docker start "$c" >/dev/null
  until_true 60 "the throw-away Redis" docker exec "$c" sh -c 'redis-cli ping 2>&1 | grep -q PONG' || return 1
  : >"$WORK/live"
  : >"$WORK/restored"
  for n in 0 3; do
    redis_live --no-auth-warning -n "$n" EVAL "$REDIS_FINGERPRINT" 0 >>"$WORK/live" || return 1
    docker exec "$c" redis-cli -n "$n" EVAL "$REDIS_FINGERPRINT" 0 >>"$WORK/restored" || return 1
  done
  docker rm -fv "$c" >/dev/null
  [ "$(wc -l <"$WORK/live")" -gt 2000 ] || { log "$dataset: the live server has only $(wc -l <"$WORK/live") keys"; return 1; }
  same "$dataset" "$WORK/live" "$WORK/restored"
}

# manifest <volume> <find tests...>: type, mode, owner, links, size, time, target and SHA-256 of everything in it.
manifest() {
  local volume="$1"
  shift
  docker run --rm --network none -v "$volume:/v:ro" -w /v debian:trixie-slim bash -ec '
    export LC_ALL=C
    find . "$@" \( -type d -printf "%p: %y %m %U:%G\0" -o -type f -printf "%p: %y %m %U:%G %n %s %T@\0" -o -type l -printf "%p: %y %U:%G -> %l\0" -o -printf "%p: %y %m %U:%G\0" \) | sort -z | tr "\0\n" "\n?"
    find . "$@" -type f -print0 | sort -z | xargs -0 -r sha256sum' manifest "$@"
}

# restore_volume <dataset> <snapshot>: into a new volume, whose name it prints.
restore_volume() {
  local volume="$PROJECT-restored-$1"
  docker volume rm -f "$volume" >/dev/null 2>&1 || true
  api_restore "$1" "$2" "$(to_volume "$volume")" || return 1
  docker volume inspect "$volume" >/dev/null 2>&1 || { log "$1: the volume $volume is not there after the restore"; return 1; }
  echo "$volume"
}

forget_volume() { docker volume rm -f "$1" >/dev/null 2>&1 || true; }

check_ollama() {
  local volume
  volume="$(restore_volume "$1" "$2")" || return 1
  manifest "${PROJECT}_ollama-data" >"$WORK/live" || return 1
  manifest "$volume" >"$WORK/restored" || return 1
  same "$1" "$WORK/live" "$WORK/restored" || return 1
  # Every blob that a manifest names exists and has the named digest.
  docker run --rm --network none -v "$volume:/root/.ollama:ro" debian:trixie-slim bash -ec '
    cd /root/.ollama/models
    grep -rhoE "sha256:[0-9a-f]{64}" manifests | sort -u | sed "s/^sha256:\(.*\)/\1  blobs\/sha256-\1/" | tee /tmp/sums | sha256sum --quiet -c -
    [ -s /tmp/sums ]' || { log "$1: a blob is missing or wrong"; return 1; }
  forget_volume "$volume"
}

check_files() {
  local volume
  volume="$(restore_volume "$1" "$2")" || return 1
  # The service still writes its log. Everything else must be equal, and the restored log must be a prefix with whole lines.
  manifest "${PROJECT}_files-data" ! -path './live/log.txt' >"$WORK/live" || return 1
  manifest "$volume" ! -path './live/log.txt' >"$WORK/restored" || return 1
  same "$1" "$WORK/live" "$WORK/restored" || return 1
  docker run --rm --network none -v "${PROJECT}_files-data:/live:ro" -v "$volume:/restored:ro" debian:trixie-slim bash -c '
    r=/restored/live/log.txt
    [ -s "$r" ] && [ "$(tail -c 1 "$r" | od -An -c | tr -d " ")" = "\\n" ] && cmp -n "$(stat -c %s "$r")" "$r" /live/live/log.txt' ||
    { log "$1: the log that is written all the time came back torn"; return 1; }
  forget_volume "$volume"
}

# The rows of the important tables. For a copy at rest also the integrity of the database, and the file and hash of each row of `file`.
# The stand-in's ledger detects a copy that was torn between two transactions.
WEBUI_FINGERPRINT='
import hashlib, os, sqlite3, sys
db = sqlite3.connect("/app/backend/data/webui.db")
problems = [r[0] for r in db.execute("PRAGMA integrity_check") if r[0] != "ok"]
tables = {r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = \"table\"")}
if "standin_ledger" in tables:
    n, total = db.execute("SELECT (SELECT coalesce(sum(amount), 0) FROM standin_ledger), (SELECT total FROM standin_counter)").fetchone()
    if n != total: problems.append(f"torn: the ledger adds up to {n}, the counter says {total}")
for path, digest in db.execute("SELECT path, hash FROM file"):
    if not os.path.exists(path): problems.append(f"missing: {path}")
    elif digest and hashlib.sha256(open(path, "rb").read()).hexdigest() != digest: problems.append(f"changed: {path}")
chroma = "/app/backend/data/vector_db/chroma.sqlite3"
if os.path.exists(chroma):
    c = sqlite3.connect(chroma)
    problems += [r[0] for r in c.execute("PRAGMA integrity_check") if r[0] != "ok"]
    print("collections", c.execute("SELECT count(*) FROM collections").fetchone()[0])
for table in sorted(tables & {"user", "auth", "chat", "file", "folder", "knowledge", "tag", "config"}):
    columns = [r[1] for r in db.execute(f"PRAGMA table_info({table})") if r[1] != "last_active_at"]
    rows = sorted(repr(r) for r in db.execute("SELECT " + ",".join("\"%s\"" % c for c in columns) + f" FROM \"{table}\""))
    print(table, len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
for p in problems: print("PROBLEM", p)
sys.exit(1 if problems else 0)
'

check_open_webui() {
  local volume image
  volume="$(restore_volume "$1" "$2")" || return 1
  image="$(docker inspect -f '{{.Config.Image}}' "$PROJECT-open-webui-1")"
  if ! in_service open-webui python3 - <<<"$WEBUI_FINGERPRINT" >"$WORK/live"; then differs "$1 (the live one!)" "$WORK/live"; return 1; fi
  if ! docker run --rm -i --network none -v "$volume:/app/backend/data" --entrypoint python3 "$image" - <<<"$WEBUI_FINGERPRINT" >"$WORK/restored"; then
    differs "$1" "$WORK/restored"
    return 1
  fi
  same "$1" "$WORK/live" "$WORK/restored" || return 1
  manifest "${PROJECT}_open-webui-data" -path './uploads*' >"$WORK/live" || return 1
  manifest "$volume" -path './uploads*' >"$WORK/restored" || return 1
  same "$1" "$WORK/live" "$WORK/restored" || return 1
  forget_volume "$volume"
}

check_config() {
  local f found
  api_download "$1" "$2" "$WORK/config.tar" || return 1
  rm -rf "$WORK/config"
  mkdir "$WORK/config"
  tar -xf "$WORK/config.tar" -C "$WORK/config" || return 1
  for f in compose.yml backrest-config/policy.yml; do
    found="$(find "$WORK/config" -type f -path "*/$f" | head -n 1)"
    if [ -z "$found" ] || ! cmp -s "$found" "$STACK/$f"; then log "$1: $f is missing or differs"; return 1; fi
  done
  # The archive must contain no secret and no key. The longest line identifies a secret.
  for f in $(as_root find "$STACK/secrets" -type f ! -name '*.id' ! -name fullchain.pem); do
    if grep -rqF -e "$(as_root awk 'length > length(most) { most = $0 } END { print most }' "$f")" "$WORK/config"; then
      log "$1: holds the secret ${f##*/}"
      return 1
    fi
  done
}

# check_dataset <id> <kind> <name> <snapshot>: restores it beside the original and compares.
check_dataset() {
  local id="$1" kind="$2" name="$3" snapshot="$4"
  case "$kind" in
    postgres) if [ "$name" = roles ]; then check_roles "$id" "$snapshot"; else check_database "$id" "$snapshot" "$name"; fi ;;
    redis) check_redis "$id" "$snapshot" ;;
    open-webui) check_open_webui "$id" "$snapshot" ;;
    ollama) check_ollama "$id" "$snapshot" ;;
    volume) check_files "$id" "$snapshot" ;;
    config) check_config "$id" "$snapshot" ;;
    *) log "$id: no comparison for the kind $kind"; return 1 ;;
  esac
}
