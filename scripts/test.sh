#!/usr/bin/env bash
# Installs the requirements of the tests and runs them.
#
#   scripts/test.sh          unit tests; integration tests with containers and restic; tests of the scripts; the quickstart end to end,
#                            and its stack through Nginx with TLS, also in a browser
#   scripts/test.sh --all    also the long fault contracts (tests with the tag long), before a release: Backrest broken, unreachable or
#                            with a full disk; damaged, lost and full repositories; killed and hanging dumps; killed sidecars;
#                            unresponsive containers; and the pages on an upgrade and on a lost user of Backrest
#   scripts/test.sh --fast   only the tests that need neither Docker nor restic
#
# At the end it prints the 15 slowest test classes, the name of each flaky test (it failed once and passed when repeated) and what failed.
# The last line is `N passed, N failed`. Exit codes: 0 no test failed, 1 a test failed, 3 wrong usage.

here="$(cd "$(dirname "$0")" && pwd)"
for lib in common docker jdk restic images api demo compare door door-backrest tools tools-setup pages monitoring reports browser; do
  # shellcheck source=/dev/null
  . "$here/lib/$lib.sh"
done

FAST='' ALL=''
for arg in "$@"; do
  case "$arg" in
    --fast) FAST=1 ;;
    --all) ALL=1 ;;
    -h | --help) sed -n '2,14s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) misused "unknown argument $arg (known: --all, --fast)" ;;
  esac
done
if [ -n "$FAST$ALL" ] && [ "$FAST" = "$ALL" ]; then misused "--fast and --all exclude each other: --all adds tests that need Docker"; fi

PASSED=0
FAILED=0
FAILURES="$(mktemp)"
FLAKES="$(mktemp)"

# failed <what>: counts one failure, and names it again at the end.
failed() {
  FAILED=$((FAILED + 1))
  log "FAILED: $1"
  echo "$1" >>"$FAILURES"
}

# step <name> <command...>: runs and counts one test. A failed test is run once more, as Maven does; it is named when it passes then.
step() {
  local what="$1"
  shift
  log "$what"
  if "$@"; then
    PASSED=$((PASSED + 1))
    return
  fi
  log "failed, run again: $what"
  if "$@"; then
    PASSED=$((PASSED + 1))
    echo "$what" >>"$FLAKES"
  else
    failed "$what"
  fi
}

maven() {
  local ok=1 said tests=0 bad=0 skipped=0
  # The coverage of an earlier run would count too.
  rm -rf "${results[@]}" "$SLACKWATER_ROOT/target/jacoco.exec"
  log "./mvnw $*"
  said="$(mktemp)"
  (cd "$SLACKWATER_ROOT" && ./mvnw -B -ntp "$@") | tee "$said" || ok=
  read -r tests bad skipped < <(maven_totals <"$said")
  rm -f "$said"
  PASSED=$((PASSED + tests - bad - skipped))
  FAILED=$((FAILED + bad))
  failed_tests "${results[@]}" >>"$FAILURES"
  log "Maven: $tests tests, $bad failed, $skipped skipped"
  # A build can fail without a failed test: by the compiler, the formatter or the coverage.
  if [ -z "$ok" ] && [ "$bad" = 0 ]; then failed "the Maven build"; fi
}

# Runs the quickstart in its own project. Each dataset is a test. Everything is removed afterwards, also after a failure.
end_to_end() {
  local line answers said
  export SLACKWATER_DEMO_PROJECT="slackwater-e2e"
  PROJECT="$SLACKWATER_DEMO_PROJECT"
  STACK="${XDG_STATE_HOME:-$HOME/.local/state}/$PROJECT"
  log "end to end: scripts/quickstart.sh --json"
  step "--down removes what an earlier run left" removed
  answers="$(mktemp)" said="$(mktemp)"
  step "the quickstart ends well with all its datasets" quickstart_ends_well "$answers" "$said"
  while read -r line; do
    printf '%s\n' "$line"
    step "restored and equal: $(jq -r .dataset <<<"$line")" jq -e '.verdict == "SUCCEEDED" and .restored' <<<"$line" >/dev/null
  done <"$answers"
  if find_stack; then
    step "the quickstart ends with the address of the overview" last_line_has_the_overview "$said"
    stack_tests
  else
    failed "the stack answers"
  fi
  rm -f "$answers" "$said"
  step "--down removes everything" removed
}
quickstart_ends_well() { "$here/quickstart.sh" --json 2>&1 >"$1" | tee "$2" >&2 && [ "$(wc -l <"$1")" -ge 8 ]; }
last_line_has_the_overview() { [ "$(tail -n 1 "$1" | grep -o 'https://.*')" = "$DOOR/" ] || wrong "the last line is: $(tail -n 1 "$1")"; }
stack_tests() {
  local test
  TOOLS="$(mktemp -d)"
  step "the management script shows the state of the stack" management_shows_the_state_of_the_stack
  for test in show_the_state_of_the_stack restore start_and_export_the_keys manage_users_and_send_requests take_a_certificate; do
    step "pages: ${test//_/ }" "pages_$test"
  done
  monitoring_tests
  door_tests
  if [ -n "$ALL" ]; then
    step "pages: give Backrest its lost user again" pages_give_backrest_its_lost_user
    step "pages: upgrade and roll back" pages_upgrade_and_roll_back
  fi
  step "a second run on the same stack ends well" run_again
  rm -rf "$TOOLS"
}
run_again() { "$here/quickstart.sh" --json >/dev/null; }
removed() {
  local left name="name=^${PROJECT}[-_]"
  "$here/quickstart.sh" --down || return 1
  left="$(docker ps -a --filter "$name" --format 'container {{.Names}} ({{.Status}})'
    docker volume ls --filter "$name" --format 'volume {{.Name}}'
    docker network ls --filter "$name" --format 'network {{.Name}}'
    if [ -e "$STACK" ]; then echo "directory $STACK"; fi)"
  [ -z "$left" ] || wrong "left over: $(paste -sd, <<<"$left")"
}

files_and_tools() {
  TOOLS="$(mktemp -d)"
  tool_tests
  # Waits for the build.
  ensure_images
  setup_tests
  as_root rm -rf "$TOOLS"
}
the_stack() { ensure_images; end_to_end; }

# beside <function>: runs its tests in the background. `ended` waits for them, shows their output and counts them.
declare -A BESIDE
beside() {
  ("$1"; echo "$PASSED $FAILED" >"$said/$1.counts") >"$said/$1" 2>&1 &
  BESIDE[$1]=$!
}
ended() {
  local code=0 passed bad
  wait "${BESIDE[$1]}" || code=$?
  cat "$said/$1"
  if [ -s "$said/$1.counts" ]; then
    read -r passed bad <"$said/$1.counts"
    PASSED=$((PASSED + passed)) FAILED=$((FAILED + bad))
  else
    failed "$1 ended early with exit code $code, after: $(tail -n 1 "$said/$1")"
  fi
}

results=("$SLACKWATER_ROOT/target/surefire-reports" "$SLACKWATER_ROOT/target/failsafe-reports")
ensure_jdk
if [ -n "$FAST" ]; then
  maven -DexcludedGroups=long test
else
  ensure_docker
  ensure_restic
  ensure_prometheus
  ensure_chromium
  # Before the tests in the background, because two processes cannot use apt at the same time.
  for program in jq openssl shellcheck; do has "$program" || apt_install "$program"; done
  /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || apt_install python3-aiosmtpd
  export SLACKWATER_IMAGE
  # In parallel with the builds and with Maven, because all mostly wait. The output of the scripts is shown when Maven has ended.
  said="$(mktemp -d)"
  # The quickstart takes the default port meanwhile.
  SLACKWATER_PORT=18701 beside files_and_tools
  beside the_stack
  # The rest of the script needs the images. The subshell ends at the first failure.
  (ensure_images) || { kill "${BESIDE[@]}"; cat "$said"/*; die "the images could not be built"; }
  # The build of the image has built the application.
  chosen=(-DexcludedGroups=long)
  if [ -n "$ALL" ]; then chosen=(); fi
  maven -DskipITs=false -Dquarkus.build.skip=true "${chosen[@]}" verify
  for tests in "${!BESIDE[@]}"; do ended "$tests"; done
  rm -r "$said"
fi
printf 'the slowest test classes:\n'
slowest_classes "${results[@]}" "$SLACKWATER_ROOT/target/browser/failsafe-reports"
flakes="$(flaky_tests "${results[@]}" && cat "$FLAKES")"
if [ -n "$flakes" ]; then printf 'flaky, failed once and passed when run again:\n'; printf '  %s\n' "${flakes//$'\n'/$'\n'  }"; fi
sed 's/^/FAILED: /' "$FAILURES"
rm -f "$FAILURES" "$FLAKES"
echo "$PASSED passed, $FAILED failed"
[ "$FAILED" = 0 ]
