#!/usr/bin/env bash
# Starts a small AI stack on a fresh machine, backs it up, restores it beside the original and compares both.
#
#   scripts/quickstart.sh          installs missing programs, starts the demo stack, backs up, restores, compares
#   scripts/quickstart.sh --json   prints one JSON object per dataset instead of the table
#   scripts/quickstart.sh --down   removes the demo stack and its data
#
# The script can run again. Exit codes: 0 every dataset was verified, restored and equal, 1 otherwise, 3 wrong usage.
# BACKREST_IMAGE names another image of Backrest; without an image that is here or can be pulled, Slackwater runs restic itself.
# SLACKWATER_DEMO_PROJECT sets the Compose project (default slackwater-demo), SLACKWATER_DEMO_DIR its directory.

here="$(cd "$(dirname "$0")" && pwd)"
for lib in common docker jdk restic images api demo compare; do
  # shellcheck source=/dev/null
  . "$here/lib/$lib.sh"
done

PROJECT="${SLACKWATER_DEMO_PROJECT:-slackwater-demo}"
STACK="${SLACKWATER_DEMO_DIR:-${XDG_STATE_HOME:-$HOME/.local/state}/$PROJECT}"
JSON=
DOWN=
for arg in "$@"; do
  case "$arg" in
    --json) JSON=1 ;;
    --down) DOWN=1 ;;
    -h | --help) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) misused "unknown argument $arg (known: --json, --down)" ;;
  esac
done

# The datasets that the demo must have: kind and name, * for any name.
EXPECTED=("postgres roles" "postgres app" "postgres we ird-DB" "redis *" "open-webui *" "ollama *" "volume *" "config *")

missing_datasets() {
  local want kind name found
  found="$(api_datasets)" || return 0
  for want in "${EXPECTED[@]}"; do
    kind="${want%% *}" name="${want#* }"
    awk -F '\t' -v k="$kind" -v n="$name" '$2 == k && (n == "*" || $5 == n) { ok = 1 } END { exit !ok }' <<<"$found" || echo "$want"
  done
}
all_are_found() { [ -z "$(missing_datasets)" ]; }

# Instead of a health check every two seconds, because Docker hangs when a health check starts during a pause.
webui_answers() { webui -f http://127.0.0.1:8080/health >/dev/null 2>&1; }
ollama_answers() { in_service ollama ollama list >/dev/null 2>&1; }

start_stack() {
  pick_ports
  export API_URL="http://127.0.0.1:$PORT" API_TOKEN_FILE="$STACK/secrets/api.token"
  BACKREST="$(backrest_image)"
  if [ -n "$BACKREST" ]; then log "Backrest: $BACKREST"; else log "Backrest's image is not available: Slackwater runs restic itself"; fi
  write_stack
  log "starting the demo stack (project $PROJECT, directory $STACK)"
  quiet "$PROJECT-up" dc up -d --wait --wait-timeout 120 db redis open-webui ollama files
  until_true 60 "Ollama" ollama_answers || die "Ollama does not answer after 60 s; see docker compose logs ollama"
  until_true 120 "Open WebUI" webui_answers || die "Open WebUI does not answer after 120 s; see docker compose logs open-webui"
  fill_demo
  # Starts after the data is there, because the sidecar backs up new datasets at once.
  log "starting the sidecar ($API_URL)"
  quiet "$PROJECT-sidecar" dc up -d slackwater watchdog nginx ${BACKREST:+backrest}
  until_true 180 "the sidecar" api_is_ready || { dc logs --no-log-prefix --tail 40 slackwater >&2; die "the sidecar is not ready after 180 s; its last log lines are above"; }
  API_QUIET=1 until_true 180 "all datasets" all_are_found || die "the sidecar does not find these datasets: $(missing_datasets | paste -sd, -)"
}

# Whether every dataset has a run. The sidecar starts the first backups itself, when the plans are in Backrest.
all_have_a_run() {
  local ids
  ids="$(api GET '/api/v1/runs?limit=500' | jq -r '(.runs? // .)[].dataset' | LC_ALL=C sort -u)" || return 1
  [ -z "$(LC_ALL=C comm -23 <(cut -f 1 "$WORK/datasets" | LC_ALL=C sort -u) - <<<"$ids")" ]
}

# Backs up everything and waits. A dataset with an active first backup is backed up again afterwards, because the compared snapshot must be
# newer than the data.
back_up() {
  local id runs run tries again=()
  log "backing everything up"
  until_true 120 "the first backups" all_have_a_run || die "the sidecar has not started all first backups after 120 s"
  runs="$(api_run_all)" || die "the sidecar refused to start the backups; its answer is above"
  for run in $runs; do
    until_true 300 "run $run" api_run_is_over "$run" || die "run $run has not ended after 300 s: $(api_run "$run")"
    api_run "$run" >"$WORK/run.$run"
    id="$(jq -r .dataset "$WORK/run.$run")"
    case "$(jq -r .state "$WORK/run.$run")" in
      CANCELLED) again+=("$id") ;;
      *) mv "$WORK/run.$run" "$WORK/last.$id" ;;
    esac
  done
  while IFS=$'\t' read -r -u 3 id _; do
    if [ ! -e "$WORK/last.$id" ] && [[ " ${again[*]:-} " != *" $id "* ]]; then again+=("$id"); fi
  done 3<"$WORK/datasets"
  for id in "${again[@]}"; do
    for ((tries = 0; tries < 60; tries++)); do
      run="$(API_QUIET=1 api_run_dataset "$id" | head -n 1)" || run=
      if [ -n "$run" ]; then
        until_true 300 "run $run" api_run_is_over "$run" || break
        api_run "$run" >"$WORK/last.$id"
        case "$(jq -r .state "$WORK/last.$id")" in CANCELLED) ;; *) break ;; esac
      fi
      sleep 1
    done
  done
}

# Writes a mark for each dataset whose restored copy is equal. Three at a time, because restores mostly wait.
restore_beside() {
  local id kind name snapshot
  while IFS=$'\t' read -r -u 3 id kind _ _ name; do
    snapshot="$(jq -r 'select(.state == "SUCCEEDED") | .snapshot // ""' "$WORK/last.$id" 2>/dev/null)" || continue
    [ -n "$snapshot" ] || continue
    while [ "$(jobs -rp | wc -l)" -ge 3 ]; do wait -n || :; done
    log "restoring $id and comparing"
    mkdir "$WORK/check.$id"
    (if WORK="$WORK/check.$id" check_dataset "$id" "$kind" "$name" "$snapshot"; then : >"$WORK/restored.$id"; fi) &
  done 3<"$WORK/datasets"
  wait
}

report() {
  local id run snapshot verdict restored good=0 bad=0
  [ -n "$JSON" ] || printf '%-46s %-10s %12s %8s  %-11s %s\n' DATASET SNAPSHOT BYTES SECONDS VERDICT RESTORED
  while IFS=$'\t' read -r -u 3 id _; do
    run="$WORK/last.$id"
    [ -e "$run" ] || echo '{"state":"NOT RUN"}' >"$run"
    verdict="$(jq -r .state "$run")"
    snapshot="$(jq -r '.snapshot // ""' "$run")"
    if [ -e "$WORK/restored.$id" ]; then restored=true; else restored=false; fi
    if [ "$verdict" != SUCCEEDED ]; then log "$id: $verdict: $(jq -r '.message // ""' "$run")"; fi
    if [ "$restored" = true ]; then good=$((good + 1)); else bad=$((bad + 1)); fi
    if [ -n "$JSON" ]; then
      jq -c --arg d "$id" --argjson r "$restored" '{dataset:$d,snapshot:(.snapshot // null),bytes:(.bytes // null),seconds:(.seconds // null),verdict:.state,restored:$r}' "$run"
    else
      printf '%-46s %-10s %12s %8s  %-11s %s\n' "$id" "${snapshot:0:8}" "$(jq -r '.bytes // "-"' "$run")" "$(jq -r '.seconds // "-" | if type == "number" then . * 10 | round / 10 else . end' "$run")" \
        "$verdict" "$([ "$restored" = true ] && echo yes || echo NO)"
    fi
  done 3<"$WORK/datasets"
  log "$good of $((good + bad)) datasets verified, restored and equal"
  [ "$bad" = 0 ] && [ "$good" -ge ${#EXPECTED[@]} ]
}

as_whom() { if [ "$(id -u)" != 0 ]; then echo 'sudo '; fi; }

main() {
  if ! has jq; then apt_install jq; fi
  if ! has curl; then apt_install curl ca-certificates; fi
  if [ -n "$DOWN" ]; then
    ensure_docker
    log "removing the demo stack"
    remove_stack
    exit 0
  fi
  ensure_docker
  ensure_images
  WORK="$(mktemp -d)"
  trap 'rm -rf "$WORK"' EXIT
  start_stack
  api_datasets | LC_ALL=C sort >"$WORK/datasets"
  back_up
  restore_beside
  report || exit
  log "the stack still runs; --down removes it. Its status: $(as_whom)$here/backrest-management.sh --directory $STACK status"
  log "sign in as admin, with the password in $STACK/secrets/admin.password"
  log "the overview: https://localhost:$HTTPS_PORT/"
}

main
