# shellcheck shell=bash
# The command doctor of backrest-management.sh: all the looks there are, in one. Sourced by management.sh, whose commands it runs.

# Everything that can be looked at, with all that is wrong there; the worst decides.
command_doctor() {
  local worst=0 code found=() what details
  check() {
    what="$1"
    shift
    code=0
    (JSON='' "$@") >"$DOCTOR" 2>"$DOCTOR.errors" || code=$?
    details=''
    if [ "$code" != 0 ]; then
      # What it says on stderr, and every line with what is wrong; otherwise its summary.
      details="$({ cat "$DOCTOR.errors"; grep -E '^ *PROBLEM |^(critical|warning|down) ' "$DOCTOR"; } | grep . || tail -n 1 "$DOCTOR")"
    fi
    found+=("$(jq -nc --arg w "$what" --argjson c "$code" --arg d "$details" '{check:$w, code:$c, detail:$d}')")
    if [ "$code" = "$UNREACHABLE" ]; then worst=$UNREACHABLE
    elif [ "$code" != 0 ] && { [ "$worst" = 0 ] || [ "$code" = "$FAILED" ]; } && [ "$worst" != "$UNREACHABLE" ]; then worst="$code"; fi
  }
  DOCTOR="$(mktemp)"
  check "files, secrets, ports (backrest-setup.sh --check)" files_are_well
  check "the policy is right (policy check)" policy_is_right
  check "answers, and is ready (health)" ready
  check "the token is known (schedule)" command_schedule
  check "each dataset has a fresh, verified snapshot, no alarm (status)" what_is_wrong
  check "everything is covered (coverage)" command_coverage
  check "no repository is in trouble" repositories_are_well
  rm -f "$DOCTOR" "$DOCTOR.errors"
  if [ -n "$JSON" ]; then printf '%s\n' "${found[@]}" | jq -s .; else
    # One row for each thing that is wrong, the later ones without the words of the first.
    printf '%s\n' "${found[@]}" | jq -r '(if .code == 0 then "ok" else "PROBLEM" end) as $how | .check as $what |
      .detail | gsub("\t"; " ") | split("\n") | if . == [] then [""] else . end | to_entries[] |
      if .key == 0 then [$how, $what, .value] else ["", "", .value] end | join("\t")' | table "" CHECK DETAIL
  fi
  exit "$worst"
}
# Status, as a list of what is wrong: each alarm with its remedy, and what is down and has no alarm, or none yet.
what_is_wrong() {
  local answer code=0
  answer="$(JSON=1 command_status)" || code=$?
  if [ "$code" = 0 ] || [ "$code" = "$DEGRADED" ]; then
    jq -r "$JQ"' .coverage as $coverage | (.alarms | with_uncovered($coverage)) as $alarms | ($alarms[] | alarm),
      (.backups.checks[] | select(.status == "DOWN" and .data.reason) | .name as $name |
        select([$alarms[].key | split(":") | if .[0] == "repository" then "repository \(.[1])" elif .[0] == "policy" then "policy" else .[1] end] | index($name) | not) |
        "down  " + ("\($name): \(.data.reason)" | gsub("\\s+"; " ")))' <<<"$answer"
  fi
  exit "$code"
}
# The sidecar's container of this stack, also when it does not run; empty where Docker or the stack is another machine's.
sidecar() {
  command -v docker >/dev/null 2>&1 || return 0
  docker ps -aq --filter label=com.docker.compose.service=slackwater --filter label=slackwater.role=sidecar \
    --filter "label=com.docker.compose.project.working_dir=$(cd "$DIR" && pwd)" 2>/dev/null | head -n 1
}
# In a container of its own: with a wrong policy the sidecar does not run, and nobody answers who could say so.
policy_is_right() {
  local id image policy said
  id="$(sidecar)" || id=
  [ -n "$id" ] || return 0
  image="$(docker inspect -f '{{.Image}}' "$id")" || exit "$FAILED"
  policy="$(docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' "$id" | sed -n 's/^SLACKWATER_POLICY_FILE=//p')" || exit "$FAILED"
  said="$(docker run --rm --network none --volumes-from "$id:ro" -e "SLACKWATER_POLICY_FILE=$policy" "$image" policy check 2>&1)" || fail "$DEGRADED" "$said"
}
files_are_well() {
  [ -e "${here:?}/backrest-setup.sh" ] ||
    fail "$DEGRADED" "this check needs the product's directory, on the host of the stack: there is no backrest-setup.sh beside $0"
  "$here/backrest-setup.sh" --check --directory "$DIR"
}
# What is not ready yet answers the API's questions with 503.
ready() {
  local answer code=0
  answer="$(health_of ready)" || code=$?
  if [ "$code" = "$NOT_SHOWN" ]; then ask GET /api/v1/datasets >/dev/null || exit; return 0; fi
  [ "$code" = 0 ] || exit "$code"
  [ "$(jq -r .status <<<"$answer")" = UP ] || fail "$DEGRADED" "it is not ready yet"
}
repositories_are_well() {
  local answer
  answer="$(ask GET /api/v1/repositories)" || exit
  answer="$(jq -r '.[] | select(.alarm) | "\(.id): \(.alarm)"' <<<"$answer")"
  [ -z "$answer" ] || fail "$FAILED" "$answer"
}
