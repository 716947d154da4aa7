# shellcheck shell=bash
# The demo stack with its sidecar, for bench.sh and faults.sh. Sourced after common.sh, docker.sh, images.sh, api.sh and demo.sh.
# Needs PROJECT, STACK and WORK.

ollama_answers() { in_service ollama ollama list >/dev/null 2>&1; }

# start_demo [file]: starts and fills the stack, then starts the sidecar. The lines of the file are added to the sidecar's environment.
start_demo() {
  [ -n "${PORT:-}" ] || pick_ports
  export API_URL="http://127.0.0.1:$PORT" API_TOKEN_FILE="$STACK/secrets/api.token"
  write_stack
  if [ $# -gt 0 ]; then cat "$1" >>"$STACK/env/slackwater.env"; fi
  log "starting the demo stack (project $PROJECT)"
  quiet "$PROJECT-up" dc up -d --wait --wait-timeout 180 db redis open-webui ollama files
  until_true 120 "Ollama" ollama_answers || die "Ollama does not answer after 120 s"
  fill_demo
  log "starting the sidecar"
  quiet "$PROJECT-sidecar" dc up -d slackwater
  until_true 300 "the sidecar" api_is_ready || { dc logs --no-log-prefix --tail 40 slackwater >&2; die "the sidecar is not ready after 300 s; its last log lines are above"; }
  API_QUIET=1 until_true 180 "its datasets" has_datasets 8 || die "the sidecar finds fewer than 8 datasets: $(api_datasets)"
  until_true 600 "the first backups" everything_is_verified || die "these datasets have no verified backup after 600 s: $(not_verified)"
  until_true 300 "rest" is_at_rest
}

has_datasets() { [ "$(api_datasets 2>/dev/null | wc -l)" -ge "$1" ]; }

# Datasets that have no verified snapshot yet.
not_verified() { api GET /api/v1/verdicts | jq -r '.[] | select(.snapshot == null) | .dataset' || echo "?"; }
everything_is_verified() { [ -z "$(not_verified)" ]; }

# Whether no restic runs in the sidecar for two seconds: after the last run of a batch each repository is closed once.
is_at_rest() {
  local processes
  for _ in 1 2 3 4; do
    processes="$(docker top "$PROJECT-slackwater-1" -eo pid,args 2>/dev/null)" || return 1
    if [[ "$processes" == *restic\ * ]]; then return 1; fi
    sleep 0.5
  done
}

# run_is_over <run>: false also while the sidecar does not answer.
run_is_over() { API_QUIET=1 api_run_is_over "$1" 2>/dev/null; }

# back_up_all: backs up all datasets once. Fails when one run fails.
back_up_all() {
  local run runs bad=0
  runs="$(api_run_all)" || return 1
  for run in $runs; do
    until_true 600 "run $run" run_is_over "$run" || return 1
    if [ "$(api_run "$run" | jq -r .state)" != SUCCEEDED ]; then
      log "run $run: $(api_run "$run" | jq -r '"\(.dataset) \(.state) \(.message)"')"
      bad=1
    fi
  done
  until_true 300 "rest" is_at_rest && [ "$bad" = 0 ]
}
