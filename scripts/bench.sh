#!/usr/bin/env bash
# Measures Slackwater and prints one JSON line per figure: {"metric":"stream_ratio_embedded","value":0.97,"unit":"ratio","goal":0.95,"runs":3}
#
#   scripts/bench.sh                   all figures, medians of 3 runs; needs a quiet machine and 10 GiB of disk
#   scripts/bench.sh --only METRIC     only this figure; can be repeated
#   scripts/bench.sh --quick           less data and one run: tests the script, does not measure
#
# A failed figure has a line too ({"metric":"start_seconds","value":null,"failed":true}); stderr has the reason, and the other figures
# follow. Exit codes: 0 all figures were measured, 1 a figure failed.
#
# stream_ratio_embedded      speed of a dump of 2 GiB, divided by the speed of `docker exec … | restic backup --stdin`
# stream_ratio_embedded_pg   the same with the pg_dump of a database of 1 GB
# stream_ratio_backrest      as the first figure, with the restic of Backrest
# restic_starts_per_dataset  starts of restic in a batch of all datasets of the demo stack, including the close of its repositories
# overhead_ms_per_dataset    duration of a small run minus that of its restic commands, repeated by hand; mean of all datasets
# reconcile_300_ms           one pass over a Backrest with the plans of 300 datasets and 300 foreign plans; fails when the pass writes
# night_300_minutes          300 small databases one after the other through Backrest's queue, from dump to verdict; computed from
#                            batches of 5
# rss_idle_mib               memory of the sidecar's JVM, a minute after a batch
# start_seconds              from the start of the sidecar's container until it is ready
# start_ratio                the same, divided by the same of the image before the AOT cache: without the cache, and with the jars of
#                            Quarkus' own class loader (fast-jar). Both images start in turns, 5 times each
# idle_cpu_percent           share of one core that the sidecar uses with 8 other containers, over a minute without a run
# rss_after_60_mib           memory of the sidecar's JVM, a minute after the first backups of 60 new datasets
# idle_cpu_68_percent        as idle_cpu_percent, with these 60 containers as well
# freeze_seconds             pause of a container for a backup of 2 GB in 5,000 files and a SQLite of 40 MB, of which 20 MB changed
# freeze_first_seconds       pause for the first backup of these files
# freeze_share               the latter, divided by the duration of a stop, a first backup by restic and a start
# client_stall_seconds       longest answer of the container during both backups, over one connection
# freeze_100k_files_seconds  pause for the second backup of 100,000 small files
# overview_300_ms            the overview with 300 datasets and 100,000 runs in the journal: until its last byte, after 100 requests
# overview_300_kib           its size on the wire
# sse_200_rss_mib            memory of the sidecar's JVM with 200 open streams of events, minus that without
# restore_ratio_pg           duration of `restic dump | pg_restore` of a database of 2 GB, divided by that of a restore by Slackwater
# swap_outage_seconds        longest time without an answer for a client that reconnects, while this database is restored in place
# browse_100k_files_ms       a page of a directory with 100,000 files of a snapshot, until its last byte: the second answer and the next 19
# frozen_pass_rss_mib        peak memory of the sidecar's JVM during the first backup of a million files, minus that of a thousand
#
# Figures with Backrest use the test double, and also the real image if available (BACKREST_IMAGE names another image): the line has
# "backrest":"double" or "backrest":"real". Compared programs take turns in the same run, with the same restic.
# SLACKWATER_BENCH_GIB sets the size of the first dump, SLACKWATER_BENCH_DIR the directory of the repositories. Everything is removed afterwards.

here="$(cd "$(dirname "$0")" && pwd)"
for lib in common docker jdk restic images api demo sidecar bench bench-freeze bench-page bench-restore; do
  # shellcheck source=/dev/null
  . "$here/lib/$lib.sh"
done

METRICS=(stream_ratio_embedded stream_ratio_embedded_pg stream_ratio_backrest restic_starts_per_dataset overhead_ms_per_dataset
  reconcile_300_ms night_300_minutes rss_idle_mib start_seconds start_ratio idle_cpu_percent rss_after_60_mib idle_cpu_68_percent
  freeze_seconds freeze_first_seconds freeze_share client_stall_seconds freeze_100k_files_seconds
  browse_100k_files_ms frozen_pass_rss_mib restore_ratio_pg swap_outage_seconds overview_300_ms overview_300_kib sse_200_rss_mib)
PROJECT=slackwater-bench
STACK="${XDG_STATE_HOME:-$HOME/.local/state}/$PROJECT"
RUNS=3
QUICK=
ONLY=()
while [ $# -gt 0 ]; do
  case "$1" in
    --quick) QUICK=1 RUNS=1 ;;
    --only)
      shift
      [[ " ${METRICS[*]} " == *" ${1:-} "* ]] || die "--only needs one of ${METRICS[*]}, not '${1:-}'"
      ONLY+=("$1")
      ;;
    -h | --help) sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) die "unknown argument $1 (known: --only METRIC, --quick)" ;;
  esac
  shift
done

wanted() {
  local m
  [ ${#ONLY[@]} -gt 0 ] || return 0
  for m in "$@"; do if [[ " ${ONLY[*]} " == *" $m "* ]]; then return 0; fi; done
  return 1
}

# The median of the numbers on stdin, one a line.
median() { sort -g | awk '{ v[NR] = $1 } END { if (!NR) exit 1; print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# figure <metric> <unit> <goal as JSON> <decimals> [more as JSON]: the median of the numbers on stdin as the metric's line.
figure() {
  local values value
  values="$(cat)"
  value="$(median <<<"$values")" || die "nothing was measured for $1"
  log "$1: $(paste -sd' ' <<<"$values")"
  jq -nc --arg m "$1" --arg u "$2" --argjson g "$3" --argjson v "$(printf "%.$4f" "$value")" --argjson n "$(wc -l <<<"$values")" --arg q "$QUICK" --argjson more "${5:-{\}}" \
    '{metric: $m, value: $v, unit: $u, goal: $g, runs: $n} + $more + (if $q == "" then {} else {quick: true} end)'
}

# ------------------------------------------------------------------ the sidecar

# Each restic that the sidecar starts leaves a line in $STARTS: repository, then its arguments, separated by tabs.
start_counted_demo() {
  STARTS="$STACK/data/repos/starts"
  if [ -e "$WORK/demo" ]; then
    # shellcheck source=/dev/null
    . "$WORK/demo"
    return 0
  fi
  [ ! -e "$STACK" ] || die "the demo stack did not start for the figure before"
  mkdir -p "$STACK/backrest-config"
  cat >"$STACK/backrest-config/restic-counted" <<'SH'
#!/bin/sh
# One write a line: several start at once.
line="$(printf '\t%s' "$@")"
printf '%s%s\n' "${RESTIC_REPOSITORY##*/}" "$line" >>/repos/starts
# What is read back is named in a file that goes away with the run.
for a do case "$a" in */patterns) cp "$a" /repos/patterns ;; esac; done
exec restic "$@"
SH
  chmod 0755 "$STACK/backrest-config/restic-counted"
  echo "SLACKWATER_RESTIC=/config/restic-counted" >"$WORK/environment"
  start_demo "$WORK/environment"
  as_root test -s "$STARTS" || die "the sidecar does not start its restic through SLACKWATER_RESTIC"
  # Each figure is a process of its own.
  declare -p API_URL API_TOKEN_FILE | sed 's/^declare /declare -g /' >"$WORK/demo"
}

# is_closed <lines before>: each repository of the batch was checked, which comes last.
is_closed() {
  as_root tail -n "+$(($1 + 1))" "$STARTS" >"$WORK/starts"
  awk -F '\t' '{ used[$1] } $2 == "check" { checked[$1] } END { exit !(length(used) && length(used) == length(checked)) }' "$WORK/starts"
}

restic_starts_per_dataset() {
  local run before datasets
  start_counted_demo
  datasets="$(api_datasets | wc -l)"
  for ((run = 0; run < RUNS; run++)); do
    before="$(as_root wc -l <"$STARTS")"
    back_up_all || die "a run did not succeed"
    until_true 300 "the closing of the repositories" is_closed "$before" || die "the repositories were not closed"
    log "  $(wc -l <"$WORK/starts") starts for $datasets datasets: $(cut -f 2 "$WORK/starts" | sort | uniq -c | awk '{ printf "%s%s %s", s, $1, $2; s = ", " }')"
    awk -v d="$datasets" 'END { print NR / d }' "$WORK/starts"
  done >"$WORK/values"
  figure restic_starts_per_dataset count 4 2 <"$WORK/values"
}

# by_hand <file of starts> <kind> <name>: the same restic commands on the host, with the dump piped in where the sidecar has
# its own stream. Their snapshots have another owner, so that the sidecar does not touch them.
by_hand() {
  local line repository argv a n dump=()
  case "$2" in
    postgres) if [ "$3" = roles ]; then dump=(pg_dumpall -U appowner --globals-only); else dump=(pg_dump -U appowner -Fc -Z0 "dbname='$3'"); fi ;;
    redis) dump=(redis-cli --rdb -) ;;
  esac
  while IFS= read -r -u 4 line; do
    IFS=$'\t' read -r -a argv <<<"$line"
    repository="${argv[0]}"
    argv=("${argv[@]:1}")
    for n in "${!argv[@]}"; do
      a="${argv[$n]}"
      case "$a" in
        created-by:*) argv[n]=created-by:bench ;;
        slackwater.run:*) argv[n]=slackwater.run:bench ;;
        # The sidecar's own scratch directory.
        /data/*/patterns) argv[n]="$STACK/data/repos/patterns" ;;
        /data/*) argv[n]="$WORK/scratch" ;;
        # The dump's way into restic: sh, which becomes curl.
        sh)
          argv=("${argv[@]:0:n}")
          case "$2" in
            postgres) argv+=(docker exec "$PROJECT-db-1" "${dump[@]}") ;;
            redis) argv+=(docker exec -e "REDISCLI_AUTH=$(sed -n 's/^DEMO_REDIS_PASSWORD=//p' "$STACK/.passwords")" "$PROJECT-redis-1" "${dump[@]}") ;;
            *) argv+=(tar -cf - -C "$STACK" compose.yml backrest-config) ;;
          esac
          break
          ;;
      esac
    done
    as_root env "RESTIC_REPOSITORY=$STACK/data/repos/$repository" "RESTIC_PASSWORD_FILE=$STACK/secrets/keys/$repository.key" \
      "RESTIC_CACHE_DIR=$WORK/restic-cache" RESTIC_PROGRESS_FPS=1 "PATH=$PATH" "$SLACKWATER_RESTIC" "${argv[@]}" >/dev/null 2>"$WORK/by-hand.err" ||
      [ $? = 3 ] || { cat "$WORK/by-hand.err" >&2; die "by hand this failed: restic ${argv[*]}"; }
    rm -rf "$WORK/scratch"
  done 4<"$1"
}

now_ms() { local t="${EPOCHREALTIME/[.,]/}"; echo "${t%???}"; }

overhead_ms_per_dataset() {
  local id kind name run before ours start hand
  start_counted_demo
  mkdir -p "$WORK/restic-cache"
  api_datasets | LC_ALL=C sort >"$WORK/datasets"
  # One round without counting: caches of both sides.
  for ((run = 0; run <= RUNS; run++)); do
    while IFS=$'\t' read -r -u 3 id kind _ _ name; do
      before="$(as_root wc -l <"$STARTS")"
      ours="$(run_alone "$id" "$before")" || die "$id was not backed up"
      # The run's own commands, without those that close its repository afterwards.
      as_root tail -n "+$((before + 1))" "$STARTS" | awk -F '\t' '$2 != "check" && $2 != "forget" && $2 != "snapshots"' >"$WORK/starts"
      start="$(now_ms)"
      by_hand "$WORK/starts" "$kind" "$name"
      hand=$(($(now_ms) - start))
      log "  $id: $ours ms, by hand $hand ms ($(wc -l <"$WORK/starts") commands)"
      if [ "$run" -gt 0 ]; then echo "$id $((ours - hand))"; fi
    done 3<"$WORK/datasets"
  done >"$WORK/overheads"
  # The mean over the datasets, for each round; of these the median.
  awk -v n="$(wc -l <"$WORK/datasets")" '{ s += $2 } NR % n == 0 { print s / n; s = 0 }' "$WORK/overheads" | figure overhead_ms_per_dataset ms 100 0
}

# run_alone <dataset> <lines before>: prints the milliseconds from its start to its verdict, when its repository is closed too.
run_alone() {
  local run
  run="$(api_run_dataset "$1")" || return 1
  until_true 300 "run $run" run_is_over "$run" || return 1
  until_true 120 "the closing of its repository" is_closed "$2" || return 1
  until_true 120 "rest" is_at_rest || return 1
  api_run "$run" | jq -er 'if .state == "SUCCEEDED" then .seconds * 1000 | round else error(.message) end'
}

# tini is the container's first process, Java is its child.
java_pid() { docker top "$PROJECT-slackwater-1" -eo pid,comm | awk '$2 == "java" { print $1; exit }'; }

java_rss_mib() { awk '/^VmRSS:/ { print $2 / 1024 }' "/proc/$(java_pid)/status"; }

rss_idle_mib() {
  local run
  start_counted_demo
  for ((run = 0; run < RUNS; run++)); do
    restart_sidecar >/dev/null
    API_QUIET=1 until_true 120 "its datasets" has_datasets 8 || die "the sidecar does not find its datasets again"
    back_up_all || die "a run did not succeed"
    log "  $(java_rss_mib) MiB after a batch, waiting for a minute"
    sleep "$([ -n "$QUICK" ] && echo 15 || echo 60)"
    java_rss_mib
  done >"$WORK/values"
  figure rss_idle_mib MiB 160 0 <"$WORK/values"
}

ready_now() { curl --noproxy '*' -fsS -m 5 -o /dev/null "$API_URL/q/health/ready" 2>/dev/null; }

# Prints the seconds from the container's start, as Docker notes it, until it is ready.
restart_sidecar() {
  local started i
  docker stop -t 60 "$PROJECT-slackwater-1" >/dev/null
  docker start "$PROJECT-slackwater-1" >/dev/null
  for ((i = 0; i < 6000; i++)); do
    if ready_now; then break; fi
    sleep 0.02
  done
  i="$EPOCHREALTIME"
  ready_now || die "the sidecar does not become ready"
  started="$(date +%s.%N -d "$(docker inspect -f '{{.State.StartedAt}}' "$PROJECT-slackwater-1")")"
  awk -v a="$started" -v b="${i/,/.}" 'BEGIN { print b - a }'
}

start_seconds() {
  local run
  start_counted_demo
  for ((run = 0; run < RUNS; run++)); do restart_sidecar; done >"$WORK/values"
  figure start_seconds s null 2 <"$WORK/values"
}

# The image before the AOT cache, from the present sources.
ensure_plain_image() {
  local context="$WORK/plain"
  PLAIN_IMAGE="${SLACKWATER_IMAGE%:*}:bench-plain"
  mkdir -p "$context"
  (cd "$SLACKWATER_ROOT" && cp -R mvnw pom.xml .mvn .dockerignore src "$context")
  log "  building $PLAIN_IMAGE"
  (cd "$context" && quiet maven-plain ./mvnw -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -Djacoco.skip=true -Dquarkus.package.jar.type=fast-jar package)
  legacy_build plain -t "$PLAIN_IMAGE" --build-arg PREBUILT=true --build-arg AOT=false -f "$context/src/main/docker/Dockerfile" "$context"
}

# start_of <image>: replaces the sidecar's container, and prints the seconds of its second start, when the disk is warm.
start_of() {
  SLACKWATER_IMAGE="$1" quiet "$PROJECT-start" dc up -d --no-deps slackwater
  until_true 120 "the sidecar" ready_now || die "the sidecar does not become ready"
  restart_sidecar
}

start_ratio() {
  local run before now
  start_counted_demo
  ensure_plain_image
  for ((run = 0; run < (RUNS == 1 ? 1 : 5); run++)); do
    before="$(start_of "$PLAIN_IMAGE")"
    now="$(start_of "$SLACKWATER_IMAGE")"
    log "  $now s, before $before s"
    awk -v n="$now" -v b="$before" 'BEGIN { print n / b }'
  done >"$WORK/values"
  docker image rm "$PLAIN_IMAGE" >/dev/null
  figure start_ratio ratio 0.5 2 <"$WORK/values"
}

# Microseconds of processor time that the sidecar's container has used, with all its processes, as its control group counts them.
sidecar_cpu_usec() {
  local pid group
  pid="$(docker inspect -f '{{.State.Pid}}' "$PROJECT-slackwater-1")"
  group="$(awk -F: '$2 ~ /(^|,)cpuacct(,|$)/ { print $3 }' "/proc/$pid/cgroup")"
  if [ -n "$group" ]; then awk '{ printf "%d\n", $1 / 1000 }' "/sys/fs/cgroup/cpuacct$group/cpuacct.usage"; else
    awk '$1 == "usage_usec" { print $2 }' "/sys/fs/cgroup$(sed -n 's/^0:://p' "/proc/$pid/cgroup")/cpu.stat"
  fi
}

# Prints the share of one core that the sidecar uses while nothing happens, in percent; a line a run.
idle_cpu() {
  local run before seconds
  seconds="$([ -n "$QUICK" ] && echo 20 || echo 60)"
  until_true 300 "rest" is_at_rest || die "the sidecar does not come to rest"
  # What was started or compiled just now settles.
  sleep "$seconds"
  for ((run = 0; run < RUNS; run++)); do
    before="$(sidecar_cpu_usec)"
    sleep "$seconds"
    awk -v b="$before" -v a="$(sidecar_cpu_usec)" -v s="$seconds" 'BEGIN { print (a - b) / s / 1e4 }'
  done
}

# service_of_bench <name> <docker run arguments...>: a container of the demo's project that does nothing.
service_of_bench() {
  local name="$1"
  shift
  docker run -d --init --name "$PROJECT-$name-1" --label "io.slackwater.demo=$PROJECT" --label "com.docker.compose.project=$PROJECT" \
    --label "com.docker.compose.service=$name" "$@" debian:trixie-slim sleep infinity >/dev/null
}

idle_cpu_percent() {
  local name
  start_counted_demo
  # The demo stack has six.
  for name in seventh eighth; do service_of_bench "$name"; done
  idle_cpu >"$WORK/values"
  remove_containers
  figure idle_cpu_percent percent 1 2 <"$WORK/values"
}

# 60 containers with a protected volume each, whose first backups have ended.
start_60() {
  local n known
  start_counted_demo
  if [ -e "$WORK/60" ]; then return 0; fi
  known="$(api_datasets | wc -l)"
  for ((n = 1; n <= 60; n++)); do
    service_of_bench "many$n" -v "${PROJECT}_many$n:/files" --label slackwater.enable=true
    docker exec "$PROJECT-many$n-1" sh -c 'head -c 100000 /dev/urandom >/files/file'
  done
  API_QUIET=1 until_true 300 "60 datasets" has_datasets $((known + 60)) || die "the sidecar does not find the 60 datasets"
  until_true 1800 "60 first backups" everything_is_verified || die "not verified: $(not_verified)"
  until_true 300 "rest" is_at_rest || die "the sidecar does not come to rest"
  touch "$WORK/60"
}

rss_after_60_mib() {
  start_60
  log "  $(java_rss_mib) MiB after 60 first backups, waiting for a minute"
  sleep "$([ -n "$QUICK" ] && echo 15 || echo 60)"
  java_rss_mib >"$WORK/values"
  figure rss_after_60_mib MiB 190 0 <"$WORK/values"
}

idle_cpu_68_percent() {
  local name
  start_60
  for name in seventh eighth; do service_of_bench "$name"; done
  idle_cpu >"$WORK/values"
  figure idle_cpu_68_percent percent 2 2 <"$WORK/values"
}

# ------------------------------------------------------------------

# Containers of a figure: all of them but the demo stack's.
remove_containers() {
  local left
  left="$(docker ps -aq --filter "label=io.slackwater.demo=$PROJECT")"
  # shellcheck disable=SC2086
  if [ -n "$left" ]; then docker rm -fv $left >/dev/null; fi
}

clean_up() {
  remove_containers
  if [ -e "$STACK" ]; then remove_stack; fi
  as_root rm -rf "$WORK" "$BENCH_DIR"
}

if ! has jq; then apt_install jq; fi
if ! has curl; then apt_install curl ca-certificates; fi
ensure_docker
ensure_jdk
ensure_restic
# shellcheck disable=SC2034 # for lib/bench.sh
OWN_RESTIC="$SLACKWATER_RESTIC"
ensure_images
if wanted stream_ratio_embedded stream_ratio_embedded_pg stream_ratio_backrest reconcile_300_ms night_300_minutes overview_300_ms overview_300_kib; then build_application; fi
BENCH_DIR="${SLACKWATER_BENCH_DIR:-$SLACKWATER_CACHE_DIR}/bench.$$"
WORK="$(mktemp -d)"
mkdir -p "$BENCH_DIR"
trap clean_up EXIT
if [ -e "$STACK" ]; then remove_stack; fi
# Locked for all figures, because the port is free while the sidecar restarts.
pick_ports
FAILED=()
for metric in "${METRICS[@]}"; do
  if ! wanted "$metric"; then continue; fi
  log "$metric"
  echo '{}' >"$WORK/which"
  # Not as a condition: the shell would go on after an error in it.
  set +e
  (set -e; "$metric")
  code=$?
  set -e
  if [ "$code" != 0 ]; then
    FAILED+=("$metric")
    jq -c --arg m "$metric" '{metric: $m, value: null, failed: true} + .' "$WORK/which"
    remove_containers
    rm -rf "${BENCH_DIR:?}"/*
  fi
done
[ ${#FAILED[@]} = 0 ] || die "not measured: ${FAILED[*]}"
