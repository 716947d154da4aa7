# shellcheck shell=bash
# The command doctor of backrest-management.sh: runs all checks. Sourced by management.sh, whose commands it calls.

# Prints one row per check, with every problem. The exit code is that of the worst check.
command_doctor() {
  local worst=0 code found=() what details silent=''
  check() {
    what="$1"
    shift
    code=0
    (JSON='' "$@") >"$DOCTOR" 2>"$DOCTOR.errors" || code=$?
    details=''
    if [ "$code" != 0 ]; then
      # Its errors and every line with a problem; without any, its last line.
      details="$({ cat "$DOCTOR.errors"; grep -E '^ *PROBLEM |^(critical|warning|down) ' "$DOCTOR"; } | grep . || tail -n 1 "$DOCTOR")"
    fi
    if [ "$code" = "$UNREACHABLE" ]; then
      # Each check that needs Slackwater would repeat the same error.
      if [ -n "$silent" ]; then details="not checked, because Slackwater does not answer"; fi
      silent=1
    fi
    found+=("$(jq -nc --arg w "$what" --argjson c "$code" --arg d "$details" '{check:$w, code:$c, detail:$d}')")
    if [ "$code" = "$UNREACHABLE" ]; then worst=$UNREACHABLE
    elif [ "$code" != 0 ] && { [ "$worst" = 0 ] || [ "$code" = "$FAILED" ]; } && [ "$worst" != "$UNREACHABLE" ]; then worst="$code"; fi
  }
  DOCTOR="$(mktemp)"
  check "files, secrets and ports are right (backrest-setup.sh --check)" files_are_well
  check "the policy is valid (policy check)" policy_is_right
  check "Slackwater answers and is ready (health)" ready
  check "the token is accepted (schedule)" command_schedule
  check "every dataset has a fresh, verified snapshot and no alarm (status)" what_is_wrong
  check "every volume and database is covered (coverage)" command_coverage
  check "every repository is usable" repositories_are_well
  rm -f "$DOCTOR" "$DOCTOR.errors"
  if [ -n "$JSON" ]; then printf '%s\n' "${found[@]}" | jq -s .; else
    # One row per problem; only the first row of a check names the check.
    printf '%s\n' "${found[@]}" | jq -r '(if .code == 0 then "ok" else "PROBLEM" end) as $how | .check as $what |
      .detail | gsub("\t"; " ") | split("\n") | if . == [] then [""] else . end | to_entries[] |
      if .key == 0 then [$how, $what, .value] else ["", "", .value] end | join("\t")' | table "" CHECK DETAIL
  fi
  exit "$worst"
}
# Lists the alarms with their remedies, and each check that is down without an alarm.
what_is_wrong() {
  local answer code=0
  answer="$(JSON=1 command_status)" || code=$?
  if [ "$code" = 0 ] || [ "$code" = "$DEGRADED" ]; then
    jq -r "$JQ"' .coverage as $coverage | (.alarms | with_uncovered($coverage)) as $alarms | ($alarms[] | alarm),
      (.backups.checks[] | silent($alarms) | "down  " + ("\(.name): \(.data.reason)" | gsub("\\s+"; " ")))' <<<"$answer"
  fi
  exit "$code"
}
# The id of this stack's sidecar container, running or not. Empty when this machine does not run the stack.
sidecar() {
  command -v docker >/dev/null 2>&1 || return 0
  docker ps -aq --filter label=com.docker.compose.service=slackwater --filter label=slackwater.role=sidecar \
    --filter "label=com.docker.compose.project.working_dir=$(cd "$DIR" && pwd)" 2>/dev/null | head -n 1
}
# Checks the policy in a container of its own, because the sidecar does not start with an invalid policy.
# Passes the sidecar's settings and the stack's directory, which only Compose's label names otherwise.
policy_is_right() {
  local id image setting settings said
  id="$(sidecar)" || id=
  [ -n "$id" ] || return 0
  image="$(docker inspect -f '{{.Image}}' "$id")" || exit "$FAILED"
  settings=(-e "SLACKWATER_STACK_DIR=$(cd "$DIR" && pwd)")
  while read -r setting; do settings+=(-e "$setting"); done < <(docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' "$id" | grep '^SLACKWATER_')
  said="$(docker run --rm --network none --volumes-from "$id:ro" "${settings[@]}" "$image" policy check 2>&1)" || fail "$DEGRADED" "$said"
}
files_are_well() {
  [ -e "${here:?}/backrest-setup.sh" ] ||
    fail "$DEGRADED" "there is no backrest-setup.sh beside $0. Run doctor from the directory of Slackwater on the host of the stack"
  "$here/backrest-setup.sh" --check --directory "$DIR"
}
# The API answers 503 until the sidecar is ready.
ready() {
  local answer code=0
  answer="$(health_of ready)" || code=$?
  if [ "$code" = "$NOT_SHOWN" ]; then ask GET /api/v1/datasets >/dev/null || exit; return 0; fi
  if [ "$code" != 0 ]; then
    refused_start
    exit "$code"
  fi
  [ "$(jq -r .status <<<"$answer")" = UP ] || fail "$DEGRADED" "Slackwater is not ready yet. Try again in a minute"
}
# Prints that the sidecar is stopped, or why it does not start, such as a journal of another version: the reason ends its log.
refused_start() {
  local id
  id="$(sidecar)" || id=
  [ -n "$id" ] || return 0
  if [ "$(docker inspect -f '{{.State.Status}}' "$id" 2>/dev/null)" = exited ]; then
    printf 'its container is stopped. Start it with docker compose up -d slackwater in %s\n' "$DIR" >&2
  fi
  docker logs --tail 20 "$id" 2>&1 | awk '/^slackwater: /{said = ""; begun = 1} begun {said = said " " $0} END {if (begun) print "the end of its log:" said}' >&2
}
repositories_are_well() {
  local answer
  answer="$(ask GET /api/v1/repositories)" || exit
  answer="$(jq -r '.[] | select(.alarm) | "\(.id): \(.alarm)"' <<<"$answer")"
  [ -z "$answer" ] || fail "$FAILED" "$answer"
}
