# shellcheck shell=bash
# The figures of bench.sh about pauses. Sourced by it, after all other libraries; needs PROJECT, STACK, RUNS, QUICK, WORK, BENCH_DIR,
# OWN_RESTIC, `figure`, `start_counted_demo`,
# `java_pid` and `now_ms`.

# A service that answers each line of a connection, with its files in the volume that is mounted on /files.
ECHO='use IO::Socket::INET; my $s = IO::Socket::INET->new(LocalPort => 7000, Listen => 9, ReuseAddr => 1) or die;
  while (my $c = $s->accept) { $c->autoflush(1); while (<$c>) { print $c $_ } }'

# fill_volume <volume> <files> <bytes of each>: random files in directories of 100, and a SQLite database of 40 MB if they are large.
fill_volume() {
  docker run --rm -v "$1:/files" debian:trixie-slim perl -e '
    my ($n, $size) = @ARGV; open my $random, "<", "/dev/urandom" or die;
    for my $i (0 .. $n - 1) { my $d = "/files/" . int($i / 100); mkdir $d; read $random, my $bytes, $size; open my $f, ">", "$d/$i" or die; print $f $bytes; close $f }' \
    "$2" "$3"
  [ "$3" -lt 100000 ] || docker run --rm -v "$1:/files" --entrypoint python3 ghcr.io/open-webui/open-webui:main -c '
import os, sqlite3
db = sqlite3.connect("/files/chat.db")
db.execute("PRAGMA journal_mode = WAL")
db.execute("CREATE TABLE chat (id INTEGER PRIMARY KEY, text BLOB)")
db.executemany("INSERT INTO chat (text) VALUES (?)", ((os.urandom(4000),) for _ in range(10000)))
db.commit()'
}

# start_service <name>: a protected container with the filled volume.
start_service() {
  docker run -d --init --name "$PROJECT-$1-1" --label "io.slackwater.demo=$PROJECT" --label "com.docker.compose.project=$PROJECT" \
    --label "com.docker.compose.service=$1" --label slackwater.enable=true -v "${PROJECT}_$1:/files" debian:trixie-slim perl -e "$ECHO" >/dev/null
}

# ask_service <address> <file>: sends a line every 10 ms over one connection until the file is gone. Prints the longest answer in
# milliseconds, and fails if the connection was cut.
ask_service() {
  local before took longest=0 answer
  exec 7<>"/dev/tcp/$1/7000"
  while [ -e "$2" ]; do
    before="$(now_ms)"
    echo request >&7
    IFS= read -r answer <&7 && [ "$answer" = request ] || return 1
    took=$(($(now_ms) - before))
    if [ "$took" -gt "$longest" ]; then longest="$took"; fi
    sleep 0.01
  done
  echo "$longest"
}

# dataset_of <service>: prints the id of its dataset; fails while it is unknown.
dataset_of() { api_datasets | awk -F '\t' -v s="$PROJECT.$1." 'index($1, s) == 1 { print $1; found = 1 } END { exit !found }'; }

newest_run() { api GET "/api/v1/runs?limit=1&dataset=$1" | jq -er '(.runs? // .)[0].id'; }
has_a_run() { newest_run "$1" >/dev/null 2>&1; }

# frozen_seconds <run>: waits for its end and prints how long the container was paused.
frozen_seconds() {
  until_true 900 "run $1" api_run_is_over "$1" || return 1
  api_run "$1" | jq -er 'if .state == "SUCCEEDED" then .frozenSeconds else error(.message) end'
}

# first_and_second <service> <command that changes files>: prints the pauses of its first and its second backup.
first_and_second() {
  local id first
  API_QUIET=1 until_true 120 "the dataset of $1" dataset_of "$1" >/dev/null || return 1
  id="$(dataset_of "$1")"
  until_true 60 "its first run" has_a_run "$id" || return 1
  first="$(frozen_seconds "$(newest_run "$id")")" || return 1
  docker exec "$PROJECT-$1-1" perl -e "$2" || return 1
  until_true 120 "rest" is_at_rest || return 1
  echo "$first $(frozen_seconds "$(api_run_dataset "$id")")"
}

# stopped_seconds <service>: stops the container, makes a first backup with restic, and starts the container; prints how long it took.
stopped_seconds() {
  local before repository="$BENCH_DIR/stopped"
  rm -rf "$repository"
  export RESTIC_PASSWORD=bench RESTIC_REPOSITORY="$repository"
  "$OWN_RESTIC" init -q
  before="$(now_ms)"
  docker stop "$PROJECT-$1-1" >/dev/null
  as_root env RESTIC_PASSWORD=bench RESTIC_REPOSITORY="$repository" RESTIC_CACHE_DIR="$WORK/restic-cache" "$OWN_RESTIC" backup -q \
    "$(docker volume inspect -f '{{.Mountpoint}}' "${PROJECT}_$1")" || return 1
  docker start "$PROJECT-$1-1" >/dev/null
  awk -v ms="$(($(now_ms) - before))" 'BEGIN { print ms / 1000 }'
  as_root rm -rf "$repository"
}

# Writes $WORK/freezes: pause of the first backup, of the second, seconds of the stop, longest answer in milliseconds; a line a run.
measure_freezes() {
  local run service pauses client address files=5000
  if [ -e "$WORK/freezes" ]; then return 0; fi
  start_counted_demo
  if [ -n "$QUICK" ]; then files=500; fi
  for ((run = 0; run < RUNS; run++)); do
    service="pause$run"
    fill_volume "${PROJECT}_$service" "$files" 400000
    start_service "$service"
    address="$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$PROJECT-$service-1")"
    touch "$WORK/asking"
    sleep 0.5
    ask_service "$address" "$WORK/asking" >"$WORK/longest" &
    client=$!
    # 20 MB: 50 files of 400 kB.
    pauses="$(first_and_second "$service" 'for my $i (0 .. 49) { my $p = "/files/" . int($i * 9 / 100) . "/" . $i * 9; open my $f, "+<", $p or die; print $f rand() x 20000 }')" ||
      die "a backup of $service did not succeed"
    rm "$WORK/asking"
    wait "$client" || die "the connection to $service was cut"
    echo "$pauses $(stopped_seconds "$service") $(cat "$WORK/longest")" | tee -a "$WORK/measured" >&2
    docker rm -f "$PROJECT-$service-1" >/dev/null
    docker volume rm "${PROJECT}_$service" >/dev/null
  done
  mv "$WORK/measured" "$WORK/freezes"
}

freeze_seconds() {
  measure_freezes
  awk '{ print $2 }' "$WORK/freezes" | figure freeze_seconds s 2 2
}

freeze_first_seconds() {
  measure_freezes
  awk '{ print $1 }' "$WORK/freezes" | figure freeze_first_seconds s 2 2
}

freeze_share() {
  measure_freezes
  awk '{ print $1 / $3 }' "$WORK/freezes" | figure freeze_share ratio 0.15 3
}

client_stall_seconds() {
  measure_freezes
  awk '{ print $4 / 1000 }' "$WORK/freezes" | figure client_stall_seconds s 2.5 2
}

freeze_100k_files_seconds() {
  local run service pauses files=100000
  start_counted_demo
  if [ -n "$QUICK" ]; then files=10000; fi
  for ((run = 0; run < RUNS; run++)); do
    service="many-files$run"
    fill_volume "${PROJECT}_$service" "$files" 1000
    start_service "$service"
    pauses="$(first_and_second "$service" 'for my $i (0 .. 99) { open my $f, ">>", "/files/$i/" . $i * 100 or die; print $f 1 }')" ||
      die "a backup of $service did not succeed"
    log "  $pauses s for the first and the second backup"
    echo "${pauses#* }"
    docker rm -f "$PROJECT-$service-1" >/dev/null
    docker volume rm "${PROJECT}_$service" >/dev/null
  done >"$WORK/values"
  figure freeze_100k_files_seconds s 5 2 <"$WORK/values"
}

# peak_rss_mib <service> <files>: prints the peak memory of the JVM during the service's first backup.
peak_rss_mib() {
  local pid id
  restart_sidecar >/dev/null
  until_true 120 "rest" is_at_rest || return 1
  fill_volume "${PROJECT}_$1" "$2" 100
  pid="$(java_pid)"
  as_root bash -c "echo 5 >/proc/$pid/clear_refs"
  start_service "$1"
  API_QUIET=1 until_true 120 "the dataset of $1" dataset_of "$1" >/dev/null || return 1
  id="$(dataset_of "$1")"
  until_true 60 "its first run" has_a_run "$id" || return 1
  log "  $2 files: paused for $(frozen_seconds "$(newest_run "$id")") s" || return 1
  awk '/^VmHWM:/ { print $2 / 1024 }' "/proc/$pid/status"
  docker rm -f "$PROJECT-$1-1" >/dev/null
  docker volume rm "${PROJECT}_$1" >/dev/null
}

frozen_pass_rss_mib() {
  local few many files=1000000
  start_counted_demo
  if [ -n "$QUICK" ]; then files=100000; fi
  few="$(peak_rss_mib few-files 1000)" && many="$(peak_rss_mib million-files "$files")" || die "a backup did not succeed"
  log "  $few and $many MiB"
  awk -v few="$few" -v many="$many" 'BEGIN { print many - few }' | figure frozen_pass_rss_mib MiB 64 0
}

# Pages of one directory. restic lists it for the first page; the others are read from its list.
browse_100k_files_ms() {
  local service=browsed id snapshot path n pages files=100000
  start_counted_demo
  if [ -n "$QUICK" ]; then files=10000; fi
  docker run --rm -v "${PROJECT}_$service:/files" debian:trixie-slim perl -e 'for my $i (1 .. $ARGV[0]) { open my $f, ">", "/files/file-$i" or die; print $f $i }' "$files"
  start_service "$service"
  API_QUIET=1 until_true 120 "the dataset of $service" dataset_of "$service" >/dev/null || die "the dataset is not found"
  id="$(dataset_of "$service")"
  until_true 60 "its first run" has_a_run "$id" || die "the backup does not begin"
  frozen_seconds "$(newest_run "$id")" >/dev/null || die "the backup did not succeed"
  snapshot="$(api GET "/api/v1/snapshots?dataset=$id" | jq -er '.[0].id')" || die "there is no snapshot"
  path="/api/v1/snapshots/$snapshot/files"
  pages="$(api GET "$path" | jq -er --argjson f "$files" 'if .total == $f then .pages else error("\(.total) entries") end')" || die "the directory is not whole"
  for ((n = 0; n < 20; n++)); do
    api_curl -o "$WORK/page" -w '%{time_total}\n' "$API_URL$path?page=$((n * 37 % pages + 1))" || die "the directory is not answered"
  done | awk '{ print $1 * 1000 }' >"$WORK/values"
  jq -e '.entries | length > 0' <"$WORK/page" >/dev/null || die "a page has no entries"
  docker rm -f "$PROJECT-$service-1" >/dev/null
  docker volume rm "${PROJECT}_$service" >/dev/null
  figure browse_100k_files_ms ms 500 0 <"$WORK/values"
}
