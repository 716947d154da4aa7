# shellcheck shell=bash
# The figures of bench.sh about restores. Sourced by it, after all other libraries; needs PROJECT, STACK, RUNS, QUICK, WORK, `figure`,
# `start_counted_demo`, `dataset_of` and `now_ms`.

in_database() { docker exec -i "$PROJECT-db-1" psql -X -q -At -v ON_ERROR_STOP=1 -U appowner -d "$@"; }

# Fills the database `bench` of the demo stack with rows as applications have them, and backs it up.
restorable_database() {
  local rows=1100000
  if [ -n "$QUICK" ]; then rows=60000; fi
  if [ -e "$WORK/restorable" ]; then return 0; fi
  start_counted_demo
  in_database postgres -c 'CREATE DATABASE bench' || return 1
  in_database bench <<SQL || return 1
CREATE TABLE chunks (id bigint PRIMARY KEY, body text);
ALTER TABLE chunks ALTER body SET STORAGE PLAIN;
INSERT INTO chunks SELECT n, (SELECT string_agg(md5(n::text || k), ' ') FROM generate_series(1, 50) k) FROM generate_series(1, $rows) n;
SQL
  log "  database of $(in_database bench -c "SELECT pg_size_pretty(pg_database_size('bench'))")"
  API_QUIET=1 until_true 120 "the dataset of the database" is_database_found || return 1
  until_true 900 "the first backup of the database" has_a_snapshot "$PROJECT.db.bench" || return 1
  until_true 120 "rest" is_at_rest || return 1
  touch "$WORK/restorable"
}
is_database_found() { api_datasets | cut -f 1 | grep -qx "$PROJECT.db.bench"; }
has_a_snapshot() { api GET "/api/v1/snapshots?dataset=$1" | jq -e 'length > 0' >/dev/null; }

# Seconds of a restore into a new database by Slackwater, and by restic and pg_restore; a line a run.
measure_restores() {
  local run snapshot before ours
  if [ -e "$WORK/restores" ]; then return 0; fi
  restorable_database || return 1
  snapshot="$(api GET "/api/v1/snapshots?dataset=$PROJECT.db.bench" | jq -r '.[0].id')"
  for ((run = 0; run < RUNS; run++)); do
    before="$(now_ms)"
    api_restore "$PROJECT.db.bench" "$snapshot" "{\"kind\":\"database\",\"database\":\"ours$run\"}" || return 1
    ours=$(($(now_ms) - before))
    in_database postgres -c "DROP DATABASE ours$run" -c CHECKPOINT || return 1
    before="$(now_ms)"
    in_database postgres -c "CREATE DATABASE hand$run" || return 1
    as_root env "RESTIC_REPOSITORY=$STACK/data/repos/critical" "RESTIC_PASSWORD_FILE=$STACK/secrets/keys/critical.key" \
      "RESTIC_CACHE_DIR=$WORK/restic-cache" "$SLACKWATER_RESTIC" dump "$snapshot" "/$PROJECT.db.bench.dump" |
      docker exec -i "$PROJECT-db-1" pg_restore --exit-on-error -U appowner -d "hand$run" || return 1
    echo "$ours $(($(now_ms) - before))" | tee -a "$WORK/restored" >&2
    in_database postgres -c "DROP DATABASE hand$run" -c CHECKPOINT || return 1
  done
  mv "$WORK/restored" "$WORK/restores"
}

restore_ratio_pg() {
  measure_restores || die "a restore did not succeed"
  awk '{ print $2 / $1 }' "$WORK/restores" | figure restore_ratio_pg ratio 0.9 3
}

# The longest time without an answer for a client that connects again and again while the database is restored in place.
swap_outage_seconds() {
  local run plan restore
  restorable_database || die "the database could not be made"
  for ((run = 0; run < RUNS; run++)); do
    docker exec -d "$PROJECT-db-1" bash -c 'rm -f /tmp/enough; until [ -e /tmp/enough ]; do
      psql -U appowner -d bench -XAtc "SELECT 1" >/dev/null 2>&1 && date +%s%N; done >/tmp/answers'
    plan="$(api POST /api/v1/restores/in-place/plan "{\"dataset\":\"$PROJECT.db.bench\"}")" || die "no plan was made"
    restore="$(api POST /api/v1/restores/in-place "$(jq -c '{plan: .id, token, phrase}' <<<"$plan")" | jq -r .id)"
    until_true 900 "the restore in place" api_restore_is_over "$restore" || die "the restore in place did not end"
    [ "$(api GET "/api/v1/restores/$restore" | jq -r .state)" = SUCCEEDED ] || die "the restore in place failed: $(api GET "/api/v1/restores/$restore" | jq -r .message)"
    docker exec "$PROJECT-db-1" bash -c 'sleep 1; touch /tmp/enough; sleep 0.5
      awk "NR > 1 && \$1 - last > longest { longest = \$1 - last } { last = \$1 } END { print longest / 1e9 }" /tmp/answers'
  done >"$WORK/values"
  figure swap_outage_seconds s 2 2 <"$WORK/values"
}
