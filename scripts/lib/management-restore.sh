# shellcheck shell=bash
# Restores in place by backrest-management.sh. Sourced by management.sh.
# Needs NAME, SNAPSHOT, AT, PHRASE, WITHOUT_SAFETY and JSON.

SAFETY_PHRASE=' without safety snapshot'

step_words() {
  case "$1" in
    SAVING) echo 'backing up the live data …' ;;
    FILLING) echo 'restoring beside the live data …' ;;
    CHECKING) echo 'checking the restored data …' ;;
    EXCHANGING) echo 'exchanging the data …' ;;
    STARTING) echo 'starting the services …' ;;
    *) echo "$1 …" | tr '[:upper:]' '[:lower:]' ;;
  esac
}

# Shows the plan, asks for its phrase, restores, and ends with the exit code of the restore.
restore_in_place() {
  local request plan phrase typed
  if [ "$NAME" = all ]; then request='{"all":true}'; else request="$(chosen_for_restore "$NAME")" || exit; fi
  request="$(jq -c --arg s "$SNAPSHOT" --arg a "$AT" '. + if $a != "" then {at:$a} elif $s != "" then {snapshot:$s} else {} end' <<<"$request")"
  plan="$(ASK_SECONDS=300 ask POST /api/v1/restores/in-place/plan "$request")" || exit
  show_plan "$plan" >&2
  [ "$(jq -r .possible <<<"$plan")" = true ] || fail "$FAILED" "the restore is impossible now. Nothing was changed"
  phrase="$(jq -r .phrase <<<"$plan")${WITHOUT_SAFETY:+$SAFETY_PHRASE}"
  typed="$PHRASE${PHRASE:+${WITHOUT_SAFETY:+$SAFETY_PHRASE}}"
  if [ -z "$PHRASE" ]; then
    [ -t 0 ] || fail "$USAGE" "nothing confirms the restore. Type the phrase at a terminal, or add --yes-overwrite '$(jq -r .phrase <<<"$plan")'"
    printf 'Type %s to restore, anything else to stop: ' "$phrase" >&2
    read -r typed
  fi
  [ "$typed" = "$phrase" ] || fail "$USAGE" "the phrase is not $phrase. Nothing was changed"
  end_of_restore "$(ask POST /api/v1/restores/in-place "$(jq -c --arg p "$phrase" '{plan:.id, token, phrase:$p}' <<<"$plan")" | jq -r .id)"
}

# A dataset that its service no longer has can be restored too, so an unknown name counts as one; the API knows better.
chosen_for_restore() { chosen "$1" 2>/dev/null || jq -nc --arg n "$1" '{dataset:$n}'; }

show_plan() {
  jq -r "$JQ"' "restores \(.scope) in place:", (.items[] |
    "  \(.dataset) from snapshot \(.snapshot[0:8]), data of \(.time | when)",
    "    overwrites  \(.overwrites)",
    (select(.stops | length > 0) | "    stops       \(.stops | join(", "))"),
    "    needs       \(.bytesNeeded | size)" + (if .bytesFree then ", \(.bytesFree | size) are free" else "" end),
    "    outage      at most \(.outageSeconds) s",
    (.notes[] | "    note        \(.)"), (select(.warning) | "    warning     \(.warning)"), (.refusals[] | "    IMPOSSIBLE  \(.)")),
    (.leftOut[] | "  left out: \(.)")' <<<"$1"
}

# Starts the program of the image once, because the sidecar may be unable to start. A running sidecar recovers by itself.
restore_recover() {
  if [ -n "$(docker compose --project-directory "$DIR" ps --status running -q slackwater 2>/dev/null)" ]; then
    printf 'Slackwater runs and brings the old data back itself. GET /api/v1/restores shows each restore\n'
    return 0
  fi
  docker compose --project-directory "$DIR" run --rm --no-deps -T slackwater restore recover
}
