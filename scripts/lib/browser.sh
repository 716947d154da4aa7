# shellcheck shell=bash
# Tests of the pages in a real browser, on a running stack. Sourced after common.sh, jdk.sh, door.sh and reports.sh. The tests are in
# src/test/java/io/slackwater/browser; the profile browser of the POM compiles them.

# ensure_chromium: Debian's package. SLACKWATER_CHROMIUM names another Chromium.
ensure_chromium() {
  export SLACKWATER_CHROMIUM="${SLACKWATER_CHROMIUM:-/usr/bin/chromium}"
  if [ -x "$SLACKWATER_CHROMIUM" ]; then return 0; fi
  only_one chromium
  # The fonts have Cyrillic letters.
  [ -x "$SLACKWATER_CHROMIUM" ] || apt_install chromium fonts-dejavu-core
  let_go
  [ -x "$SLACKWATER_CHROMIUM" ] || die "there is no $SLACKWATER_CHROMIUM: install Chromium, and set SLACKWATER_CHROMIUM to its path"
}

# in_browser <classes>: compiles the tests and runs those of these classes, without the lifecycle of the build. Chromium has a network of its
# own, see browser-network.py.
in_browser() {
  local work relay code=0 network="$SLACKWATER_ROOT/scripts/lib/browser-network.py" port="${DOOR##*:}" alone=(unshare --net)
  if [ "$(id -u)" != 0 ]; then alone=(unshare --user --map-root-user --net); fi
  work="$(mktemp -d)"
  as_root cat "$STACK/secrets/admin.password" >"$work/password"
  printf '#!/bin/sh\nexec %s python3 %q inside %q %q %q "$@"\n' "${alone[*]}" "$network" "$work/socket" "$port" "$SLACKWATER_CHROMIUM" >"$work/chromium"
  chmod +x "$work/chromium"
  python3 "$network" outside "$work/socket" "$port" &
  relay=$!
  (cd "$SLACKWATER_ROOT" && SLACKWATER_CHROMIUM="$work/chromium" SLACKWATER_DOOR="$DOOR" SLACKWATER_PROJECT="$PROJECT" \
    SLACKWATER_STACK="$STACK" SLACKWATER_ADMIN_PASSWORD_FILE="$work/password" ./mvnw -B -ntp -Pbrowser "-Dit.test=$1" compiler:testCompile failsafe:integration-test failsafe:verify) || code=$?
  kill "$relay"
  rm -rf "$work"
  return "$code"
}

browser_tests() {
  local said ok=1 tests=0 bad=0 skipped=0 reports="$SLACKWATER_ROOT/target/browser/failsafe-reports"
  log "the pages in a browser"
  rm -rf "$reports"
  said="$(mktemp)"
  in_browser "*E2E" | tee "$said" || ok=
  read -r tests bad skipped < <(maven_totals <"$said")
  rm -f "$said"
  PASSED=$((PASSED + tests - bad - skipped)) FAILED=$((FAILED + bad))
  failed_tests "$reports" >>"$FAILURES"
  flaky_tests "$reports" >>"$FLAKES"
  log "browser: $tests tests, $bad failed"
  if [ "$bad" = 0 ] && { [ -z "$ok" ] || [ "$tests" = 0 ]; }; then failed "the tests in a browser could not run"; fi
}
