# shellcheck shell=bash
# The demo stack: its directory and its data.
# Sourced after common.sh, docker.sh, images.sh and api.sh. Needs PROJECT, STACK, PORT and HTTPS_PORT.

dc() { docker compose --project-directory "$STACK" -f "$STACK/compose.yml" "$@"; }
in_service() { local s="$1"; shift; docker exec -i "$PROJECT-$s-1" "$@"; }

secret() { head -c 24 /dev/urandom | base64 | tr -d '/+=' | head -c 24; }

# Writes the directory of the stack: compose file, .env, policy, and the files of setup. Passwords are created once.
# BACKREST is the image of Backrest; without it restic runs in the sidecar.
write_stack() {
  mkdir -p "$STACK/backrest-config" "$STACK/env" "$STACK/nginx"
  if [ ! -s "$STACK/.passwords" ]; then
    (umask 077; printf 'DEMO_DB_PASSWORD=%s\nDEMO_REDIS_PASSWORD=%s\nDEMO_WEBUI_SECRET_KEY=%s\n' "$(secret)" "$(secret)" "$(secret)" >"$STACK/.passwords")
  fi
  # Without Backrest its service and volumes are removed, because Compose would create the unused volumes.
  if [ -n "${BACKREST:-}" ]; then cp "$SLACKWATER_ROOT/compose.yml.example" "$STACK/compose.yml"; else
    sed -e "/^  # Backrest's page/,/^  slackwater:/{/^  slackwater:/!d}" -e '/^  backrest-[a-z]*:$/d' \
      "$SLACKWATER_ROOT/compose.yml.example" >"$STACK/compose.yml"
  fi
  cp "$SLACKWATER_ROOT/env/slackwater.env.example" "$STACK/env/slackwater.env"
  cp -R "$SLACKWATER_ROOT/nginx/." "$STACK/nginx/"
  (
    umask 077
    cat >"$STACK/.env" <<ENV
COMPOSE_PROJECT_NAME=$PROJECT
COMPOSE_PROFILES=demo
SLACKWATER_IMAGE=$SLACKWATER_IMAGE
SLACKWATER_PORT=${PORT:?}
SLACKWATER_HTTPS=127.0.0.1:${HTTPS_PORT:?}
$(if [ -n "${BACKREST:-}" ]; then echo "BACKREST_IMAGE=$BACKREST"; else echo 'SLACKWATER_BACKREST_URL='; fi)
$(cat "$STACK/.passwords")
ENV
  )
  # The policy names only this project, so that the demo ignores other containers of this machine.
  sed -e "s/^instance: .*/instance: $PROJECT/" -e "s/^# projects: .*/projects: [$PROJECT]/" -e 's,^# timezone: .*,timezone: Etc/UTC,' \
    "$SLACKWATER_ROOT/backrest-config/policy.yml" >"$STACK/.policy"
  if cmp -s "$STACK/.policy" "$STACK/backrest-config/policy.yml"; then rm "$STACK/.policy"; else mv "$STACK/.policy" "$STACK/backrest-config/policy.yml"; fi
  has openssl || apt_install openssl
  quiet "$PROJECT-setup" "$SLACKWATER_ROOT/scripts/backrest-setup.sh" --directory "$STACK"
}

# The containers, volumes and networks of the stack, one `kind name` per line. Includes restored copies, containers of the comparison, and
# helpers of a killed sidecar.
parts_of_stack() {
  local label
  for label in "com.docker.compose.project=$PROJECT" "io.slackwater.demo=$PROJECT" "slackwater.helper=$PROJECT of $PROJECT"; do
    docker ps -a --filter "label=$label" --format 'container {{.Names}}'
  done | LC_ALL=C sort -u
  docker volume ls --filter "name=^${PROJECT}[_-]" --format 'volume {{.Name}}'
  docker network ls --filter "label=com.docker.compose.project=$PROJECT" --format 'network {{.Name}}'
}

# Repeats the removal, because the sidecar can start a helper meanwhile, and because Docker can refuse a network with a stale endpoint.
remove_stack() {
  local try removal parts answers="$SLACKWATER_CACHE_DIR/logs/$PROJECT-down.log"
  mkdir -p "${answers%/*}"
  for try in 1 2 3 4 5; do
    parts="$(parts_of_stack)"
    for removal in 'container rm -fv' 'volume rm -f' 'network rm'; do
      # shellcheck disable=SC2086
      sed -n "s/^${removal%% *} //p" <<<"$parts" | xargs -r docker $removal
    done >"$answers" 2>&1 || true
    parts="$(parts_of_stack)"
    [ -n "$parts" ] || break
    sleep "$try"
  done
  # Repositories and secrets belong to root.
  as_root rm -rf "$STACK"
  [ -z "$parts" ] || { cat "$answers" >&2; die "these parts of the stack $PROJECT remain: $(paste -sd, <<<"$parts"). Docker's answers are above"; }
}

# ------------------------------------------------------------------ data

psql_db() { local db="$1"; shift; in_service db psql -X -q -v ON_ERROR_STOP=1 -U appowner -d "$db" "$@"; }

fill_postgres() {
  # Safe to repeat: every call adds some rows.
  psql_db app >/dev/null <<'SQL'
SET client_min_messages = warning;
SELECT 'CREATE ROLE webapp LOGIN PASSWORD ''s3cret-of-the-demo''' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'webapp') \gexec
SELECT 'CREATE ROLE readers NOLOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'readers') \gexec
GRANT readers TO webapp;
ALTER ROLE webapp SET statement_timeout = '30s';
SELECT 'CREATE DATABASE "we ird-DB" OWNER webapp TEMPLATE template0 ENCODING ''LATIN1'' LOCALE ''C''' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'we ird-DB') \gexec
ALTER DATABASE "we ird-DB" SET work_mem = '7MB';
CREATE EXTENSION IF NOT EXISTS vector;
CREATE TABLE IF NOT EXISTS documents (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL, added timestamptz DEFAULT now(), embedding vector(32));
CREATE INDEX IF NOT EXISTS documents_embedding ON documents USING hnsw (embedding vector_cosine_ops);
INSERT INTO documents (body, embedding)
  SELECT 'document ' || n || ' ' || repeat(md5(n::text), 20), (SELECT array_agg(sin(n * k))::real[]::vector FROM generate_series(1, 32) k)
  FROM generate_series(1, 1000) n;
SELECT lo_from_bytea(424242, decode(repeat('00ff10', 100000), 'hex')) WHERE NOT EXISTS (SELECT FROM pg_largeobject_metadata WHERE oid = 424242);
CREATE MATERIALIZED VIEW IF NOT EXISTS recent AS SELECT id, body FROM documents ORDER BY id DESC LIMIT 10;
-- A restore refreshes the view, so the original must be refreshed too.
REFRESH MATERIALIZED VIEW recent;
SQL
  psql_db 'we ird-DB' >/dev/null <<'SQL'
SET client_min_messages = warning;
SET ROLE webapp;
CREATE SCHEMA IF NOT EXISTS "Odd Schema";
CREATE SEQUENCE IF NOT EXISTS "Odd Schema"."Order-No" START 100;
CREATE TABLE IF NOT EXISTS "Odd Schema"."Orders" (no bigint PRIMARY KEY DEFAULT nextval('"Odd Schema"."Order-No"'), what text, paid numeric(10, 2), raw bytea);
INSERT INTO "Odd Schema"."Orders" (what, paid, raw) SELECT E'caf\u00e9 "quoted" \\ ' || n, n / 3.0, decode(md5(n::text), 'hex') FROM generate_series(1, 500) n;
GRANT USAGE ON SCHEMA "Odd Schema" TO readers;
GRANT SELECT ON ALL TABLES IN SCHEMA "Odd Schema" TO readers;
SQL
}

# shellcheck disable=SC2120
redis_live() { docker exec -i -e REDISCLI_AUTH="$(sed -n 's/^DEMO_REDIS_PASSWORD=//p' "$STACK/.passwords")" "$PROJECT-redis-1" redis-cli "$@"; }

fill_redis() {
  # shellcheck disable=SC2119
  redis_live >/dev/null <<'REDIS'
EVAL "for i = 1, 2000 do redis.call('SET', 'string:' .. i, string.rep('value ' .. i .. ' ', 20)) end" 0
EVAL "for i = 1, 300 do redis.call('HSET', 'hash:big', 'field' .. i, i) redis.call('ZADD', 'scores', i * 1.5, 'member' .. i) redis.call('SADD', 'set:big', 'm' .. i) end" 0
DEL list
RPUSH list a b "with blank" "\xff\x00binary"
SET "with blank and ü" 1
SET expires-late x PXAT 4102444800000
XADD stream * user ann action login
INCR runs
SELECT 3
SET in-database-three yes
REDIS
}

webui() { in_service open-webui curl -sS -m 60 "$@"; }

fill_open_webui() {
  local n token='' t host=http://127.0.0.1:8080
  for n in ann ben cleo; do
    t="$(webui -X POST "$host/api/v1/auths/signup" -H 'Content-Type: application/json' \
      -d "{\"name\":\"$n\",\"email\":\"$n@example.org\",\"password\":\"pw of $n\"}" | jq -r '.token // empty')"
    [ -n "$t" ] || t="$(webui -X POST "$host/api/v1/auths/signin" -H 'Content-Type: application/json' \
      -d "{\"email\":\"$n@example.org\",\"password\":\"pw of $n\"}" | jq -r '.token // empty')"
    # The real Open WebUI refuses further sign-ups; the first user is enough then.
    [ -n "$t" ] || continue
    token="$t"
    webui -X POST "$host/api/v1/chats/new" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
      -d "{\"chat\":{\"title\":\"$n asks\",\"models\":[\"all-minilm\"],\"messages\":[{\"role\":\"user\",\"content\":\"what was backed up at $(date -Is)?\"}]}}" >/dev/null
    seq 1 2000 | sed "s/^/$n line /" |
      webui -X POST "$host/api/v1/files/?process=false" -H "Authorization: Bearer $token" -F "file=@-;filename=notes of $n.txt" >/dev/null
  done
  [ -n "$token" ] || die "no user could sign up at Open WebUI"
}

fill_ollama() { in_service ollama ollama pull all-minilm >/dev/null 2>&1 || die "Ollama did not pull its model"; }

fill_files() {
  in_service files bash -es <<'SH'
mkdir -p /files/odd && cd /files/odd
printf 'plain\n' >plain.txt
printf 'x' >'with blank'
printf 'x' >$'with\nnewline'
printf 'x' >-leading-dash
printf 'x' >'ünïcödé ☃'
printf 'x' >'[glob]*?'
printf 'x' >$'not utf-8 \xff'
: >empty
mkdir -p empty-dir private/deep/er && chmod 0700 private
printf 'secret' >private/deep/er/file && chmod 0600 private/deep/er/file
printf '#!/bin/sh\n' >setuid && chown 1000:1000 setuid && chmod 4755 setuid
ln -sfn plain.txt link && ln -sfn /files/odd/plain.txt absolute-link && ln -sfn nowhere dangling && ln -sfn empty-dir dir-link
ln -f plain.txt hard-link
install -d -o 999 -g 999 -m 2750 owned && install -o 999 -g 999 -m 0400 plain.txt owned/file && ln -f owned/file owned/hard-link
[ -p fifo ] || mkfifo fifo
truncate -s 20M sparse
[ -e random ] || head -c 8388608 /dev/urandom >random
touch -d '2001-02-03 04:05:06.789' old-file || :
for i in $(seq 1 200); do echo "$i" >"private/many-$i"; done
SH
}

fill_demo() {
  log "filling it with data"
  fill_postgres
  fill_redis
  fill_open_webui
  fill_ollama
  fill_files
}
