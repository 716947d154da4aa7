#!/usr/bin/env bash
# Injects faults into a running demo stack. It prints one line per fault: the expected result, the actual result, and whether they agree.
#
#   scripts/faults.sh              all faults
#   scripts/faults.sh --only NAME  only this fault; can be repeated
#
# It uses a stack of its own (SLACKWATER_DEMO_PROJECT, default slackwater-faults), which it removes afterwards.
# Exit codes: 0 all results were as expected, 1 otherwise.

here="$(cd "$(dirname "$0")" && pwd)"
for lib in common docker jdk restic images api demo sidecar; do
  # shellcheck source=/dev/null
  . "$here/lib/$lib.sh"
done

PROJECT="${SLACKWATER_DEMO_PROJECT:-slackwater-faults}"
STACK="${SLACKWATER_DEMO_DIR:-${XDG_STATE_HOME:-$HOME/.local/state}/$PROJECT}"
FAULTS=(sidecar_killed database_stopped disk_full byte_flipped key_gone repository_gone)
ONLY=()
while [ $# -gt 0 ]; do
  case "$1" in
    --only)
      shift
      [[ " ${FAULTS[*]} " == *" ${1:-} "* ]] || die "--only needs one of ${FAULTS[*]}, not '${1:-}'"
      ONLY+=("$1")
      ;;
    -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) misused "unknown argument $1 (known: --only NAME)" ;;
  esac
  shift
done

REPOS="$STACK/data/repos"
BAD=0

# The problems of the present fault; empty without problems.
WRONG=
SEEN=
wrong() { WRONG="${WRONG:+$WRONG; }$*"; }
saw() { SEEN="${SEEN:+$SEEN; }$*"; }
line() { printf '%-18s | %-86s | %-86s | %s\n' "$@"; }

# fault <name> <expected result>: injects the fault and prints its line.
fault() {
  local name="$1" expected="$2"
  WRONG='' SEEN=''
  log "fault: $name"
  "$name" || wrong "the fault could not be injected or undone"
  if [ -z "$WRONG" ]; then line "$name" "$expected" "$SEEN" ok; else
    BAD=$((BAD + 1))
    line "$name" "$expected" "${SEEN:+$SEEN; }WRONG: $WRONG" NO
  fi
}

# dataset <kind> [name]: its id.
dataset() { awk -F '\t' -v k="$1" -v n="${2:-}" '$2 == k && (n == "" || $5 == n) { print $1; exit }' "$WORK/datasets"; }

# started <dataset>: asks for a run and prints its id.
started() { api_run_dataset "$1" | head -n 1; }

# ended <run>: waits, and keeps the run as RUN.
ended() {
  until_true 400 "run $1" run_is_over "$1" || { RUN='{"state":"NEVER ENDED"}'; return 1; }
  RUN="$(api_run "$1")"
}
state() { jq -r .state <<<"$RUN"; }
message() { jq -r '.message // ""' <<<"$RUN"; }

# Waits for an active run, for example of the schedule, and then starts another run.
backed_up() {
  local run
  RUN='{"state":"NOT STARTED"}'
  for _ in $(seq 60); do
    run="$(API_QUIET=1 started "$1")" || run=
    if [ -n "$run" ] && ended "$run"; then
      [ "$(state)" = SUCCEEDED ]
      return
    fi
    sleep 1
  done
  return 1
}

# Checks that a dataset without the fault is still backed up.
others_go_on() {
  if backed_up "$1"; then saw "another dataset SUCCEEDED"; else wrong "$1 $(state) meanwhile: $(message)"; fi
}

works_again() {
  if backed_up "$1"; then saw "afterwards SUCCEEDED"; else wrong "$1 $(state) afterwards: $(message)"; fi
}

snapshots() { api_snapshots "$1" | jq -r '.[].id // .[].snapshot' | sort; }

# fails_with <dataset> <pattern of the message>: a run must fail with this message and must not add a snapshot.
fails_with() {
  local before run
  before="$(snapshots "$1")"
  if ! run="$(started "$1")" || ! ended "$run"; then
    wrong "no run of $1 ended"
    return 0
  fi
  says "$2"
  [ "$(snapshots "$1")" = "$before" ] || wrong "the list of snapshots changed"
}

# Checks that the ended run is a failure with the expected message.
says() {
  local said
  said="$(message)"
  case "$(state)" in FAILED | UNVERIFIED) ;; *) wrong "the run ended $(state)" ;; esac
  if grep -Eqi -e "$1" <<<"$said"; then saw "$(state): $(head -c 150 <<<"$said" | tr '\n|' '  ')…"; else wrong "the message does not match $1: $said"; fi
}

# ------------------------------------------------------------------ the faults

paused() { [ "$(docker inspect -f '{{.State.Paused}}' "$PROJECT-$1-1")" = true ]; }

# Kills the sidecar during a pause: only its next start can resume the container.
sidecar_killed() {
  local volume run pid
  volume="$(dataset volume)"
  in_service files bash -ec 'head -c 300M /dev/urandom >/files/much' || return 1
  run="$(started "$volume")"
  for ((i = 0; i < 600; i++)); do
    if paused files; then break; fi
  done
  paused files || { wrong "the workload was never seen paused"; return 0; }
  pid="$(docker top "$PROJECT-slackwater-1" -eo pid,comm | awk '$2 == "java" { print $1; exit }')"
  as_root kill -9 "$pid"
  until_true 30 "the death of the sidecar" gone "$pid" || return 1
  if paused files; then saw "the container stayed paused"; else wrong "the container was resumed before the sidecar was killed, so the test proves nothing"; fi
  until_true 180 "the sidecar" api_is_ready || { wrong "the sidecar is not ready 180 s after its restart"; return 0; }
  if until_true 30 "the thaw" not_paused files; then saw "resumed by the next start"; else wrong "the container is still paused 30 s after the next start"; fi
  until_true 120 "its first survey of Docker" has_datasets 8 || wrong "the sidecar does not find the datasets again"
  ended "$run" || wrong "the killed run is still open"
  case "$(state)" in FAILED | CANCELLED) saw "the run is $(state)" ;; *) wrong "the killed run is $(state)" ;; esac
  works_again "$volume"
  # Not during another pause: with Docker 20.10 an exec in a frozen cgroup blocks the container for ever.
  until_true 120 "rest" is_at_rest || return 1
  in_service files rm -f /files/much
}
gone() { [ ! -e "/proc/$1" ]; }
not_paused() { ! paused "$1"; }

# Data for a dump of some seconds.
much_in_app() {
  psql_db app >/dev/null <<'SQL'
CREATE TABLE much AS SELECT n, (SELECT string_agg(md5(n::text || k), '') FROM generate_series(1, 30) k) AS body FROM generate_series(1, 200000) n;
SQL
}

storing() { API_QUIET=1 api_run "$1" 2>/dev/null | jq -e '.state == "STORING" and .bytes > 1000000' >/dev/null; }

database_stopped() {
  local id before run
  id="$(dataset postgres app)"
  much_in_app || return 1
  before="$(snapshots "$id")"
  run="$(started "$id")"
  until_true 60 "the dump" storing "$run" || { wrong "the dump was never seen under way"; return 0; }
  docker kill "$PROJECT-db-1" >/dev/null
  others_go_on "$(dataset redis)"
  ended "$run" || { wrong "its run does not end"; return 0; }
  says "db|not running|container"
  [ "$(snapshots "$id")" = "$before" ] || wrong "the list of snapshots changed"
  docker start "$PROJECT-db-1" >/dev/null
  until_true 60 "the database" in_service db pg_isready -q -h 127.0.0.1 -U appowner || return 1
  psql_db app -c 'DROP TABLE much' >/dev/null
  works_again "$id"
}

# The repository `system` is on a small disk of its own here.
disk_full() {
  as_root dd if=/dev/zero of="$REPOS/system/filler" bs=1M status=none 2>/dev/null || true
  fails_with "$(dataset redis)" "space|disk|free|MiB"
  others_go_on "$(dataset volume)"
  as_root rm -f "$REPOS/system/filler"
  works_again "$(dataset redis)"
}

# Flips a byte in a pack of the previous dump. restic reuses existing blobs without a check, so only the read-back detects the damage.
byte_flipped() {
  local id pack at
  id="$(dataset postgres app)"
  touch "$WORK/before"
  much_in_app || return 1
  backed_up "$id" || { wrong "$id $(state) before the fault: $(message)"; return 0; }
  until_true 120 "rest" is_at_rest || return 1
  pack="$(as_root find "$REPOS/critical/data" -type f -newer "$WORK/before" -printf '%s %p\n' | sort -rn | sed -n '1s/^[0-9]* //p')"
  at=$(($(as_root stat -c %s "$pack") / 2))
  as_root cp -p "$pack" "$WORK/pack"
  flip "$pack" "$at"
  fails_with "$id" "damage|sha256|hash|ciphertext|check the disk"
  others_go_on "$(dataset redis)"
  as_root cp -p "$WORK/pack" "$pack"
  psql_db app -c 'DROP TABLE much' >/dev/null
  works_again "$id"
}

# flip <file> <offset>: inverts one byte.
flip() {
  local byte
  byte="$(as_root od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' ')"
  # shellcheck disable=SC2059
  printf "\\x$(printf %02x $((255 - byte)))" | as_root dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

# A missing key must never be created again, because a new key cannot open the old backups.
key_gone() {
  local key="$STACK/secrets/keys/models.key"
  as_root mv "$key" "$WORK/models.key"
  fails_with "$(dataset ollama)" "key"
  if as_root test -e "$key"; then wrong "a new key was made"; else saw "no new key"; fi
  others_go_on "$(dataset redis)"
  as_root mv -f "$WORK/models.key" "$key"
  works_again "$(dataset ollama)"
}

repository_gone() {
  as_root mv "$REPOS/models" "$REPOS/models.away"
  fails_with "$(dataset ollama)" "models"
  if as_root test -e "$REPOS/models/config"; then wrong "the repository was initialised again"; else saw "not initialised again"; fi
  if curl --noproxy '*' -sS -m 10 "$API_URL/q/metrics" | awk '/^slackwater_alarms[{ ]/ { n += $NF } END { exit !n }'; then saw "an alarm"; else wrong "no alarm"; fi
  others_go_on "$(dataset redis)"
  as_root rm -rf "$REPOS/models"
  as_root mv "$REPOS/models.away" "$REPOS/models"
  works_again "$(dataset ollama)"
}

# ------------------------------------------------------------------

clean_up() {
  if mountpoint -q "$REPOS/system"; then
    docker rm -f "$PROJECT-slackwater-1" >/dev/null 2>&1 || true
    as_root umount -l "$REPOS/system" || true
  fi
  if [ -e "$STACK" ]; then remove_stack; fi
  [ -z "${WORK:-}" ] || as_root rm -rf "$WORK"
}

if ! has jq; then apt_install jq; fi
if ! has curl; then apt_install curl ca-certificates; fi
ensure_docker
ensure_images
clean_up
WORK="$(mktemp -d)"
trap clean_up EXIT
mkdir -p "$REPOS/system"
as_root mount -t tmpfs -o size=600m slackwater-faults "$REPOS/system"
start_demo
api_datasets >"$WORK/datasets"

line FAULT EXPECTED SEEN OK
expected() {
  case "$1" in
    sidecar_killed) echo "killed -9 with a container paused: the next start resumes it and settles the run; then it works" ;;
    database_stopped) echo "database killed in mid-dump: FAILED with the reason, no snapshot; others go on; then it works" ;;
    disk_full) echo "repository's disk full: FAILED with the reason, nothing added; others go on; then it works" ;;
    byte_flipped) echo "a byte of a pack flipped: not SUCCEEDED, with the reason; others go on; repaired, it works" ;;
    key_gone) echo "repository's key gone: FAILED, no new key; others go on; with the key back it works" ;;
    repository_gone) echo "repository gone: FAILED, alarm, never initialised again; others go on; back again, it works" ;;
  esac
}
for name in "${FAULTS[@]}"; do
  if [ ${#ONLY[@]} = 0 ] || [[ " ${ONLY[*]} " == *" $name "* ]]; then fault "$name" "$(expected "$name")"; fi
done
log "$BAD not as expected"
[ "$BAD" = 0 ]
