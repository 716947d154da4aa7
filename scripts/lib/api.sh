# shellcheck shell=bash
# Calls of the API for the test scripts. Sourced after common.sh. Needs API_URL and API_TOKEN_FILE.

# api <method> <path> [json]: prints the answer; on an error status it logs the answer and fails.
api() {
  local method="$1" path="$2" body answer code
  body=(); [ $# -lt 3 ] || body=(-H 'Content-Type: application/json' --data-binary "$3")
  answer="$(mktemp)"
  code="$(api_curl -X "$method" "${body[@]}" -o "$answer" -w '%{http_code}' "$API_URL$path")" || code=000
  case "$code" in
    2??) cat "$answer"; rm -f "$answer" ;;
    *)
      if [ -z "${API_QUIET:-}" ]; then
        log "$method $path answered $code: $(jq -r '[.title, .detail] | map(select(.)) | join(": ")' <"$answer" 2>/dev/null || head -c 500 "$answer")"
      fi
      rm -f "$answer"
      return 1
      ;;
  esac
}

# curl reads the token from stdin, so that the process list does not show it.
api_curl() {
  local token
  token="$(as_root cat "$API_TOKEN_FILE")" || return 1
  printf 'header = "Authorization: Bearer %s"\n' "$token" | curl -K - --noproxy '*' -sS -m "${API_TIMEOUT:-60}" "$@"
}

# until_true <seconds> <what> <command...>: repeats the command up to twice a second until it succeeds.
until_true() {
  local deadline=$((SECONDS + $1)) what="$2"
  shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || { log "timeout: $what"; return 1; }
    sleep 0.5
  done
}

api_is_ready() {
  curl --noproxy '*' -fsS -m 30 -o /dev/null "$API_URL/q/health/ready" 2>/dev/null && as_root test -s "$API_TOKEN_FILE"
}

# One dataset per line: id, kind, type, service, name (of a database, of a mount …), separated by tabs.
# shellcheck disable=SC2016
api_datasets() {
  api GET /api/v1/datasets | jq -r '
    (.datasets? // .)[]
    | [.id, .kind, .type, (.service // (.workload | tostring)), (.name // .database // "")] | @tsv'
}

# Starts runs of all datasets, or of one dataset, and prints the ids of the runs.
api_run_all() { api POST /api/v1/runs '{"all":true}' | jq -r '.runs[]'; }
api_run_dataset() { api POST /api/v1/runs "$(jq -nc --arg d "$1" '{dataset:$d}')" | jq -r '.runs[]'; }
api_run() { api GET "/api/v1/runs/$1"; }
api_run_is_over() {
  local state
  state="$(api_run "$1" | jq -r .state)" || return 1
  case "$state" in SUCCEEDED | FAILED | UNVERIFIED | CANCELLED) ;; *) return 1 ;; esac
}
# Runs of a dataset, the newest first.
api_runs_of() { api GET "/api/v1/runs?dataset=$1" | jq -c '(.runs? // .) | map(select(.dataset == "'"$1"'"))'; }

api_snapshots() { api GET "/api/v1/snapshots?dataset=$1" | jq -c '.snapshots? // .'; }

# api_restore <dataset> <snapshot> <target as JSON>: waits for the end; on a failure it logs the reason.
api_restore() {
  local id state
  id="$(api POST /api/v1/restores "$(jq -nc --arg d "$1" --arg s "$2" --argjson t "$3" '{dataset:$d,snapshot:$s,target:$t}')" | jq -r .id)" || return 1
  [ -n "$id" ] && [ "$id" != null ] || { log "the answer for the restore of $1 has no id"; return 1; }
  until_true 600 "the restore of $1" api_restore_is_over "$id" || return 1
  state="$(api GET "/api/v1/restores/$id")"
  [ "$(jq -r .state <<<"$state")" = SUCCEEDED ] || { log "restore of $1: $(jq -r '.message // .state' <<<"$state")"; return 1; }
}
api_restore_is_over() {
  local state
  state="$(api GET "/api/v1/restores/$1" | jq -r .state)" || return 1
  [ "$state" != RUNNING ] && [ "$state" != QUEUED ]
}

# api_download <dataset> <snapshot> <file>: downloads the dump of a stream.
api_download() {
  local code
  code="$(API_TIMEOUT=600 api_curl -X POST -H 'Content-Type: application/json' -o "$3" -w '%{http_code}' \
    --data-binary "$(jq -nc --arg d "$1" --arg s "$2" '{dataset:$d,snapshot:$s,target:{kind:"download"}}')" "$API_URL/api/v1/restores")" || {
    log "the download of $1 was interrupted"
    return 1
  }
  [ "$code" = 200 ] || { log "the download of $1 answered $code: $(head -c 500 "$3")"; return 1; }
}

to_database() { jq -nc --arg n "$1" '{kind:"database",database:$n}'; }
to_volume() { jq -nc --arg n "$1" '{kind:"volume",volume:$n}'; }
