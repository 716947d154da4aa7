# shellcheck shell=bash
# The figures of bench.sh about the pages. Sourced by it, after all other libraries; needs PROJECT, RUNS, QUICK, WORK, BENCH_DIR and `figure`.

# measure_overview: milliseconds and bytes of each answer, one a line, in $WORK/overview. Each of 300 datasets is a workload.
measure_overview() {
  local dir="$BENCH_DIR/overview" port="$((20000 + RANDOM % 10000))" count=100000 warm=100 n
  if [ -e "$WORK/overview" ]; then return 0; fi
  if [ -n "$QUICK" ]; then count=3000 warm=10; fi
  mkdir -p "$dir/secrets"
  (umask 077; head -c 32 /dev/urandom | base64 | tr -d '\n=+/' >"$dir/secrets/api.token")
  sed 's/^/Authorization: Bearer /' "$dir/secrets/api.token" >"$WORK/header"
  mkfifo "$WORK/end"
  bench_java OverviewBench "$dir" "$port" 300 "$count" <"$WORK/end" >"$WORK/overview.out" &
  # Its end is the end of the program.
  exec 7>"$WORK/end"
  until_true 120 "the overview of 300 datasets" grep -q '^ready' "$WORK/overview.out" || { cat "$WORK/java.log" >&2; die "the overview is not served"; }
  # The last run of some failed, and others are overdue, by the time of day.
  grep -Eq '^ready [12][0-9][0-9]$' "$WORK/overview.out" || die "verified datasets: $(grep '^ready' "$WORK/overview.out")"
  for ((n = 0; n < warm + 21; n++)); do
    curl --noproxy '*' -fsS -m 60 -H "@$WORK/header" -H 'Accept: text/html' -H 'Accept-Encoding: gzip' -o "$WORK/page" \
      -w '%{time_total} %{size_download}\n' "http://127.0.0.1:$port/" || die "the overview is not answered"
  done | tail -n 21 | awk '{ print $1 * 1000, $2 }' >"$WORK/overview"
  [ "$(gzip -dc "$WORK/page" | grep -c 'class="nights"')" = 300 ] || die "the overview has not 300 rows"
  exec 7>&-
  wait
  rm -rf "$dir" "$WORK/end"
}

overview_300_ms() {
  measure_overview
  cut -d ' ' -f 1 "$WORK/overview" | figure overview_300_ms ms 150 0
}

overview_300_kib() {
  measure_overview
  awk '{ print $2 / 1024 }' "$WORK/overview" | figure overview_300_kib KiB 100 1
}

# sign_in_bench <user>: prints the session's cookie of a new viewer.
sign_in_bench() {
  printf 'a password of %s\n' "$1" | dc exec -T slackwater /app/entrypoint.sh users add "$1" viewer >/dev/null
  printf 'name=%s&password=a+password+of+%s' "$1" "$1" | curl --noproxy '*' -fsS -m 30 -D - -o /dev/null --data-binary @- "$API_URL/login" |
    tr -d '\r' | sed -n 's/^set-cookie: \([^;]*\).*/Cookie: \1/Ip'
}

has_streams() { [ "$(find "$WORK/events" -type f -size +0 | wc -l)" = "$1" ]; }

# Four users, because each may have 50 streams.
sse_200_rss_mib() {
  local run user before clients=() users=(first second third fourth)
  start_counted_demo
  for ((run = 0; run < RUNS; run++)); do
    restart_sidecar >/dev/null
    API_QUIET=1 until_true 120 "its datasets" has_datasets 8 || die "the sidecar does not find its datasets again"
    until_true 300 "rest" is_at_rest || die "the sidecar does not come to rest"
    for user in "${users[@]}"; do sign_in_bench "$user" >"$WORK/cookie.$user"; done
    sleep "$([ -n "$QUICK" ] && echo 10 || echo 60)"
    before="$(java_rss_mib)"
    mkdir -p "$WORK/events"
    for user in "${users[@]}"; do
      curl --noproxy '*' -sN -m 300 --parallel --parallel-immediate --parallel-max 50 -H "@$WORK/cookie.$user" -o "$WORK/events/$user.#1" \
        "$API_URL/events?n=[1-50]" 2>/dev/null &
      clients+=($!)
    done
    until_true 60 "200 streams" has_streams 200 || die "only $(find "$WORK/events" -type f -size +0 | wc -l) streams are open"
    # Four signs of life.
    sleep "$([ -n "$QUICK" ] && echo 20 || echo 60)"
    awk -v b="$before" -v a="$(java_rss_mib)" 'BEGIN { print a - b }'
    kill "${clients[@]}" 2>/dev/null || true
    clients=()
    rm -r "$WORK/events"
  done >"$WORK/values"
  figure sse_200_rss_mib MiB 30 1 <"$WORK/values"
}
