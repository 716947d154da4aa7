# shellcheck shell=bash
# The figures of bench.sh that programs of src/test/java/io/slackwater/bench measure. Sourced by it, after all other libraries; needs
# PROJECT, RUNS, QUICK, WORK, BENCH_DIR, OWN_RESTIC and `figure`.

# ------------------------------------------------------------------ streams

# bench_java <class> <arguments...>: a program of src/test/java/io/slackwater/bench, compiled with those of the tests' classes that
# it needs, on the application that was built for the image, with the sidecar's own JVM options.
bench_java() {
  local app="$SLACKWATER_ROOT/target/quarkus-app" sources="$SLACKWATER_ROOT/src/test/java" options class="$1" path
  shift
  path="$app/quarkus/*:$app/app/*:$app/lib/main/*:$app/lib/boot/*"
  mapfile -t options < <(sed -n 's/^  \(-X.*[^ ]\) \\$/\1/p' "$SLACKWATER_ROOT/src/main/docker/entrypoint.sh" | tr ' ' '\n')
  [ ${#options[@]} -gt 3 ] || die "no JVM options were found in src/main/docker/entrypoint.sh"
  "$JAVA_HOME/bin/javac" -nowarn -proc:none -d "$WORK/classes" -cp "$path" -sourcepath "$sources" \
    "$sources/io/slackwater/bench/$class.java" >"$WORK/java.log" 2>&1 || return 1
  "$JAVA_HOME/bin/java" "${options[@]}" --enable-native-access=ALL-UNNAMED --add-opens java.base/java.lang=ALL-UNNAMED -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
    -cp "$WORK/classes:$path" "io.slackwater.bench.$class" "$@" 2>"$WORK/java.log"
}

# stream_bench <engine> <container> <what to dump...>: prints seconds of ours, seconds of the pipe, bytes; a line a run.
stream_bench() {
  local dir="$BENCH_DIR/streams"
  rm -rf "$dir"
  mkdir -p "$dir"
  bench_java StreamBench "$dir" "$RUNS" "$@" |
    grep -E '^[0-9.]+ [0-9.]+ [0-9]+$' || { cat "$WORK/java.log" >&2; die "the stream was not measured"; }
}

# Speeds of the same bytes: the other's seconds over ours.
ratios() {
  local ours pipe bytes
  while read -r ours pipe bytes; do
    log "  $((bytes >> 20)) MiB: $ours s, by hand $pipe s"
    awk -v o="$ours" -v p="$pipe" 'BEGIN { print p / o }'
  done
}

container_of_bench() {
  local name="$PROJECT-$1"
  shift
  docker rm -fv "$name" >/dev/null 2>&1 || true
  docker run -d --init --name "$name" --label "io.slackwater.demo=$PROJECT" "$@" >/dev/null
}

start_payload() {
  local mib
  mib="$(awk -v g="${SLACKWATER_BENCH_GIB:-$([ -n "$QUICK" ] && echo 0.25 || echo 2)}" 'BEGIN { printf "%d", g * 1024 }')"
  log "stream of $mib MiB"
  head -c "${mib}M" /dev/urandom >"$BENCH_DIR/payload"
  container_of_bench file -v "$BENCH_DIR/payload:/payload:ro" debian:trixie-slim sleep infinity
  docker exec "$PROJECT-file" cat /payload >/dev/null
}

remove_payload() {
  docker rm -fv "$PROJECT-file" >/dev/null
  rm -f "$BENCH_DIR/payload"
}

stream_ratio_embedded() {
  start_payload
  stream_bench embedded "$PROJECT-file" file /payload >"$WORK/streams"
  ratios <"$WORK/streams" | figure stream_ratio_embedded ratio 1 3
  remove_payload
}

# start_database <options of the server...>
start_database() {
  container_of_bench pg -e POSTGRES_USER=bench -e POSTGRES_HOST_AUTH_METHOD=trust pgvector/pgvector:pg17 "$@"
  until_true 120 "PostgreSQL" docker exec "$PROJECT-pg" pg_isready -q -h 127.0.0.1 -U bench || die "PostgreSQL does not start"
}

# Rows as applications have them, texts and vectors, about 1.7 KB each. Nothing of it has to survive a crash.
stream_ratio_embedded_pg() {
  local rows=560000 name="$PROJECT-pg"
  if [ -n "$QUICK" ]; then rows=60000; fi
  log "database of $rows rows"
  start_database -c fsync=off -c full_page_writes=off -c max_wal_size=8GB -c autovacuum=off
  docker exec -i "$name" psql -X -q -v ON_ERROR_STOP=1 -U bench -d bench >/dev/null <<SQL
CREATE EXTENSION vector;
CREATE TABLE chunks (id bigint, body text, embedding vector(64));
ALTER TABLE chunks ALTER body SET STORAGE PLAIN, ALTER embedding SET STORAGE PLAIN;
INSERT INTO chunks
  SELECT n, (SELECT string_agg(md5(n::text || k), ' ') FROM generate_series(1, 40) k),
    (SELECT array_agg(sin(n * k))::real[]::vector FROM generate_series(1, 64) k)
  FROM generate_series(1, $rows) n;
CHECKPOINT;
SQL
  log "  of $(docker exec "$name" psql -X -At -U bench -d bench -c "SELECT pg_size_pretty(pg_database_size('bench'))")"
  docker exec "$name" pg_dump -U bench --format=custom --compress=0 bench >/dev/null
  stream_bench embedded "$name" postgres bench bench >"$WORK/streams"
  ratios <"$WORK/streams" | figure stream_ratio_embedded_pg ratio 1 3
  docker rm -fv "$name" >/dev/null
}

# ------------------------------------------------------------------ Backrest

# What the bench's programs take for a Backrest, one a line: the double, and the image when there is one.
backrests() {
  local image
  echo double
  image="$(backrest_image)"
  if [ -n "$image" ]; then echo "$image"; else log "the double of Backrest alone: no image of it can be had"; fi
}

# use_backrest <one of them>: sets WHICH, for the metric's line, and makes its restic that of both sides.
use_backrest() {
  log "Backrest: $1"
  WHICH='{"backrest": "double"}' SLACKWATER_RESTIC="$OWN_RESTIC"
  if [ "$1" != double ]; then WHICH='{"backrest": "real"}' SLACKWATER_RESTIC="$WORK/restic-of-backrest"; fi
  # For the line of a figure that fails.
  printf '%s\n' "$WHICH" >"$WORK/which"
  if [ "$1" != double ]; then
    docker image inspect "$1" >/dev/null 2>&1 || die "there is no image $1 here"
    docker rm -f "$PROJECT-restic" >/dev/null 2>&1 || true
    docker create --name "$PROJECT-restic" --label "io.slackwater.demo=$PROJECT" "$1" >/dev/null
    docker cp "$PROJECT-restic:/bin/restic" "$SLACKWATER_RESTIC" >/dev/null
    docker rm -f "$PROJECT-restic" >/dev/null
  fi
  log "  restic: $("$SLACKWATER_RESTIC" version)"
}

stream_ratio_backrest() {
  local backrest
  backrests >"$WORK/backrests"
  start_payload
  while read -r -u 3 backrest; do
    use_backrest "$backrest"
    stream_bench "$backrest" "$PROJECT-file" file /payload >"$WORK/streams"
    ratios <"$WORK/streams" | figure stream_ratio_backrest ratio 0.95 3 "$WHICH"
  done 3<"$WORK/backrests"
  remove_payload
}

night_300_minutes() {
  local backrest name dir="$BENCH_DIR/night" databases=(one two three four five)
  backrests >"$WORK/backrests"
  start_database
  for name in "${databases[@]}"; do
    docker exec "$PROJECT-pg" createdb -U bench "$name"
    docker exec "$PROJECT-pg" psql -X -q -U bench -d "$name" -c "CREATE TABLE notes AS SELECT n, md5(n::text) FROM generate_series(1, 1000) n"
  done
  while read -r -u 3 backrest; do
    use_backrest "$backrest"
    rm -rf "$dir"
    mkdir -p "$dir"
    bench_java NightBench "$dir" "$RUNS" "$backrest" "$PROJECT-pg" bench "${databases[@]}" | grep -E '^[0-9.]+$' >"$WORK/seconds" ||
      { cat "$WORK/java.log" >&2; die "a small database was not backed up through Backrest"; }
    log "  seconds for a database: $(paste -sd' ' "$WORK/seconds")"
    awk '{ print $1 * 300 / 60 }' "$WORK/seconds" | figure night_300_minutes minutes null 1 "$WHICH"
  done 3<"$WORK/backrests"
  rm -rf "$dir"
  docker rm -fv "$PROJECT-pg" >/dev/null
}

reconcile_300_ms() {
  local dir="$BENCH_DIR/reconcile"
  mkdir -p "$dir"
  bench_java ReconcileBench "$dir" "$RUNS" 300 | grep -E '^[0-9.]+$' >"$WORK/values" ||
    { cat "$WORK/java.log" >&2; die "the reconcile was not measured"; }
  figure reconcile_300_ms ms 200 1 <"$WORK/values"
  rm -rf "$dir"
}
