# shellcheck shell=bash
# Calls of the API by backrest-management.sh. Sourced by management.sh, which defines the exit codes.
# Needs DIR, URL, TOKEN_FILE, CACERT and JSON.

# How Slackwater names this script in its remedies. TOOL is how the user called it, with --directory.
KNOWN_TOOL=scripts/backrest-management.sh
# Replaces the former, with its directory on the host, by the latter in the JSON of stdin.
with_tool() {
  if [ "${TOOL:-$KNOWN_TOOL}" = "$KNOWN_TOOL" ]; then cat; return 0; fi
  jq -c --arg known "${KNOWN_TOOL//./\\.}( --directory ('[^']*'|[^ ]+))?" --arg tool "$TOOL" 'walk(if type == "string" then gsub($known; $tool) else . end)'
}

# The directory of Slackwater's keys and tokens: SLACKWATER_SECRETS of the environment or of .env, else secrets of the stack.
secrets_directory() {
  local place
  place="${SLACKWATER_SECRETS:-$(sed -n 's/^SLACKWATER_SECRETS=//p' "$DIR/.env" 2>/dev/null | tail -n 1 | tr -d "\"'" || true)}"
  case "$place" in '') printf '%s/secrets' "$DIR" ;; /*) printf '%s' "$place" ;; *) printf '%s/%s' "$DIR" "${place#./}" ;; esac
}

# Sets URL, CURL and TOKEN. Usually only root can read the token.
connect() {
  local port secrets
  secrets="$(secrets_directory)"
  if [ -z "$URL" ]; then
    port="${SLACKWATER_PORT:-$(sed -n 's/^SLACKWATER_PORT=//p' "$DIR/.env" 2>/dev/null | tail -n 1 || true)}"
    URL="http://127.0.0.1:${port:-8080}"
  fi
  URL="${URL%/}"
  # curl prints no messages of its own: reason() explains its exit code.
  CURL=(curl -s --connect-timeout 5)
  case "$URL" in http://127.0.0.1:* | http://localhost:* | https://127.0.0.1:* | https://localhost:*) CURL+=(--noproxy '*') ;; esac
  if [ -n "$CACERT" ]; then
    [ -r "$CACERT" ] || fail "$UNREACHABLE" "cannot read the certificate $CACERT. Give --cacert a copy of secrets/tls/fullchain.pem of the stack"
  elif [ -z "${CURL_CA_BUNDLE:-}" ] && [ -r "$secrets/tls/fullchain.pem" ]; then
    CACERT="$secrets/tls/fullchain.pem"
  fi
  case "$URL" in https://*) if [ -n "$CACERT" ]; then CURL+=(--cacert "$CACERT"); fi ;; esac
  TOKEN_FILE="${TOKEN_FILE:-$secrets/api.token}"
  if [ -r "$TOKEN_FILE" ]; then TOKEN="$(head -n 1 "$TOKEN_FILE")"
  elif command -v sudo >/dev/null 2>&1 && TOKEN="$(sudo -n head -n 1 "$TOKEN_FILE" 2>/dev/null)"; then :
  else fail "$UNREACHABLE" "cannot read the token file $TOKEN_FILE. Run this as root, or name the stack with --directory or the file with --token-file"; fi
}

# ask <method> <path> [json] [file for the answer] [file for its headers]: prints the answer. curl reads the token from stdin, so that
# the process list does not show it.
ask() {
  local answer code
  answer="${4:-$(mktemp)}"
  code="$(printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" | "${CURL[@]}" -K - \
    -m "${ASK_SECONDS:-60}" -X "$1" ${3:+-H 'Content-Type: application/json' --data-binary "$3"} -o "$answer" ${5:+-D "$5"} -w '%{http_code}' "$URL$2")" || code="000 $?"
  case "$code" in
    2??) if [ -z "${4:-}" ]; then with_tool <"$answer"; rm -f "$answer"; fi; return 0 ;;
  esac
  printf 'error: %s %s: %s\n' "$1" "$2" "$(reason "$code" "$answer")" >&2
  rm -f "$answer"
  case "$code" in
    000* | 502 | 503 | 504) return "$UNREACHABLE" ;;
    400 | 404) return "$USAGE" ;;
    *) return "$FAILED" ;;
  esac
}
reason() {
  case "$1" in
    # The exit codes of curl for an untrusted certificate.
    '000 60' | '000 77') printf 'the certificate of %s is not trusted%s. Give --cacert a copy of secrets/tls/fullchain.pem of that stack' "$URL" "${CACERT:+ with $CACERT}" ;;
    '000 28') printf '%s did not answer in time. Run docker compose ps and docker compose logs slackwater in %s' "$URL" "$DIR" ;;
    '000 18') printf 'the answer of %s was cut off. Try again' "$URL" ;;
    000*) printf 'nothing answers at %s (curl exit code %s). Run docker compose ps and docker compose logs slackwater in %s. --directory names another stack, --url another address' "$URL" "${1#000 }" "$DIR" ;;
    401) printf 'Slackwater refused the token in %s. Name the token file of this stack with --token-file' "$TOKEN_FILE" ;;
    *) with_tool <"$2" 2>/dev/null | jq -er '[.title, .detail] | map(select(.)) | join(": ")' 2>/dev/null || printf 'HTTP %s' "$1" ;;
  esac
}

# health_of <path>: prints a health check, also when it is DOWN. Returns NOT_SHOWN behind Nginx, which hides health checks.
NOT_SHOWN=9
health_of() {
  local answer code
  answer="$(mktemp)"
  code="$("${CURL[@]}" -m 60 -o "$answer" -w '%{http_code}' "$URL/q/health/$1")" || code="000 $?"
  if [ -s "$answer" ] && jq -e .status <"$answer" >/dev/null 2>&1; then with_tool <"$answer"; rm -f "$answer"; return 0; fi
  case "$code" in
    000* | 502 | 503 | 504) printf 'error: GET /q/health/%s: %s\n' "$1" "$(reason "$code" "$answer")" >&2; code="$UNREACHABLE" ;;
    *) code="$NOT_SHOWN" ;;
  esac
  rm -f "$answer"
  return "$code"
}
not_shown() { printf '%s does not show health checks. Run this on the host of the stack, without --url' "$URL"; }
# The health of the datasets, derived from the API: a dataset that is down has an alarm, and its verdict tells the state.
backups_by_api() {
  local datasets schedule verdicts
  datasets="$(ask GET /api/v1/datasets)" && schedule="$(ask GET /api/v1/schedule)" && verdicts="$(ask GET /api/v1/verdicts)" || return
  [ -n "$JSON" ] || printf 'note: %s; UP and STATE are derived from the alarms and verdicts\n' "$(not_shown)" >&2
  # A disabled plan has no next time, and no backup is due.
  jq -c --argjson a "$1" --argjson s "$schedule" --argjson v "$verdicts" '($v | map({(.dataset): .verdict}) | add // {}) as $verdicts | map(.id as $id | .workload as $w | .plan as $plan | ([$a[] | select(.key == "stale:\($id)" or (.key == "workload:\($w)" and .severity == "critical"))] | first) as $stale |
      (if $stale then ["DOWN", (if .lastSuccess then {NOT_RESTORABLE: "not-restorable", FAILED: "failed", UNVERIFIED: "failed"}[$verdicts[$id] // ""] // "overdue" else "never" end), $stale.detail]
       elif .lastSuccess then ["UP", "fresh", (.note // "")]
       elif any($s[]; .name == $plan and .next) then ["DOWN", "never", "There is no verified snapshot yet."]
       else ["UP", "never", "Its plan is disabled."] end) as $is |
      {name: $id, status: $is[0], data: {state: $is[1], plan: $plan, newest: .lastSuccess, reason: $is[2]}}) |
    {status: (if any(.status == "DOWN") then "DOWN" else "UP" end), checks: ., by: "api"}' <<<"$datasets"
}
