#!/usr/bin/env bash
# The tests, with what they need set up first.
#
#   scripts/test.sh          unit and integration tests on real containers and real restic, the scripts, then the quickstart end
#                            to end, and its stack from outside: through Nginx with TLS
#   scripts/test.sh --all    also the long fault contracts (tests with the tag long): Backrest broken, away or with a full disk,
#                            damaged, lost and full repositories, killed and hanging dumps, killed sidecars, silent containers. Before
#                            a release
#   scripts/test.sh --fast   the tests that need neither Docker nor restic
#
# At the end it prints the 15 slowest test classes, and by name each test that failed once and passed when run again.
# The last line is `N passed, N failed`; the exit code is 0 when nothing failed.

here="$(cd "$(dirname "$0")" && pwd)"
for lib in common docker jdk restic images api demo door tools tools-setup reports; do
  # shellcheck source=/dev/null
  . "$here/lib/$lib.sh"
done

FAST='' ALL=''
for arg in "$@"; do
  case "$arg" in
    --fast) FAST=1 ;;
    --all) ALL=1 ;;
    -h | --help) sed -n '2,13s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) misused "unknown argument $arg (known: --all, --fast)" ;;
  esac
done
if [ -n "$FAST$ALL" ] && [ "$FAST" = "$ALL" ]; then misused "--fast and --all exclude each other: --all adds tests that need Docker"; fi

PASSED=0
FAILED=0

# step <what> <command...>: counts as one test.
step() {
  local what="$1"
  shift
  log "$what"
  if "$@"; then PASSED=$((PASSED + 1)); else
    FAILED=$((FAILED + 1))
    log "FAILED: $what"
  fi
}

maven() {
  local before="$FAILED" ok=1 said tests=0 bad=0 skipped=0
  rm -rf "$SLACKWATER_ROOT"/target/surefire-reports "$SLACKWATER_ROOT"/target/failsafe-reports
  log "./mvnw $*"
  said="$(mktemp)"
  (cd "$SLACKWATER_ROOT" && ./mvnw -B -ntp "$@") | tee "$said" || ok=
  read -r tests bad skipped < <(maven_totals <"$said")
  rm -f "$said"
  PASSED=$((PASSED + tests - bad - skipped))
  FAILED=$((FAILED + bad))
  log "Maven: $tests tests, $bad failed, $skipped skipped"
  # A build that broke elsewhere (compiler, formatter, coverage) has no failing test to show for it.
  if [ -z "$ok" ] && [ "$FAILED" = "$before" ]; then
    FAILED=$((FAILED + 1))
    log "FAILED: the build itself"
  fi
}

# The README's first command in a project of its own, each dataset a test; whether it succeeds or not, all is removed.
end_to_end() {
  local out line n=0 code=0
  export SLACKWATER_DEMO_PROJECT="slackwater-e2e"
  PROJECT="$SLACKWATER_DEMO_PROJECT"
  STACK="${XDG_STATE_HOME:-$HOME/.local/state}/$PROJECT"
  log "end to end: scripts/quickstart.sh --json"
  "$here/quickstart.sh" --down
  out="$("$here/quickstart.sh" --json)" || code=$?
  while read -r line; do
    [ -n "$line" ] || continue
    n=$((n + 1))
    printf '%s\n' "$line"
    step "restored and equal: $(jq -r .dataset <<<"$line")" jq -e '.verdict == "SUCCEEDED" and .restored' <<<"$line" >/dev/null
  done <<<"$out"
  step "the quickstart ends well with all its datasets" test "$code" = 0 -a "$n" -ge 8
  step "the management script tells how the stack is" management_tells_how_the_stack_is
  door_tests
  step "a second run on the same stack ends well" run_again
  step "--down removes everything" removed
}
run_again() { "$here/quickstart.sh" --json >/dev/null; }
removed() {
  "$here/quickstart.sh" --down &&
    [ -z "$(docker ps -aq --filter "name=$SLACKWATER_DEMO_PROJECT")$(docker volume ls -q --filter "name=$SLACKWATER_DEMO_PROJECT")" ] &&
    [ ! -e "$STACK" ]
}

ensure_jdk
if [ -n "$FAST" ]; then
  maven test
else
  ensure_docker
  ensure_restic
  if ! has jq; then apt_install jq; fi
  ensure_images
  export SLACKWATER_IMAGE
  # Beside each other: both wait more than they compute. What the scripts say is shown when Maven is done.
  said="$(mktemp)"
  (
    tool_tests
    end_to_end
    echo "$PASSED $FAILED" >"$said.counts"
  ) >"$said" 2>&1 &
  scripts=$!
  # The application was built for the image already.
  chosen=(-DexcludedGroups=long)
  if [ -n "$ALL" ]; then chosen=(); fi
  maven -DskipITs=false -Dquarkus.build.skip=true "${chosen[@]}" verify
  wait "$scripts" || :
  cat "$said"
  read -r passed failed <"$said.counts" || die "the tests of the scripts did not end"
  PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed))
  rm -f "$said" "$said.counts"
fi
results=("$SLACKWATER_ROOT"/target/surefire-reports "$SLACKWATER_ROOT"/target/failsafe-reports)
printf 'the slowest test classes:\n'
slowest_classes "${results[@]}"
flakes="$(flaky_tests "${results[@]}")"
if [ -n "$flakes" ]; then printf 'flaky, failed once and passed when run again:\n'; printf '  %s\n' "${flakes//$'\n'/$'\n'  }"; fi
echo "$PASSED passed, $FAILED failed"
[ "$FAILED" = 0 ]
