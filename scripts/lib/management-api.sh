# shellcheck shell=bash
# How backrest-management.sh asks Slackwater. Sourced by management.sh, which has the exit codes; needs DIR, URL, TOKEN_FILE, CACERT, JSON.

# Slackwater's own keys and tokens, where the stack's .env says.
secrets_directory() {
  local place
  place="${SLACKWATER_SECRETS:-$(sed -n 's/^SLACKWATER_SECRETS=//p' "$DIR/.env" 2>/dev/null | tail -n 1 | tr -d "\"'" || true)}"
  case "$place" in '') printf '%s/secrets' "$DIR" ;; /*) printf '%s' "$place" ;; *) printf '%s/%s' "$DIR" "${place#./}" ;; esac
}

# Where the stack's sidecar is published, and the token to it; root's, as a rule.
connect() {
  local port secrets
  secrets="$(secrets_directory)"
  if [ -z "$URL" ]; then
    port="${SLACKWATER_PORT:-$(sed -n 's/^SLACKWATER_PORT=//p' "$DIR/.env" 2>/dev/null | tail -n 1 || true)}"
    URL="http://127.0.0.1:${port:-8080}"
  fi
  URL="${URL%/}"
  # Without its own words: what it means is said by who asks.
  CURL=(curl -s --connect-timeout 5)
  case "$URL" in http://127.0.0.1:* | http://localhost:* | https://127.0.0.1:* | https://localhost:*) CURL+=(--noproxy '*') ;; esac
  if [ -n "$CACERT" ]; then
    [ -r "$CACERT" ] || fail "$UNREACHABLE" "the certificate $CACERT is not there or cannot be read: --cacert names the one that Nginx shows, secrets/tls/fullchain.pem of its stack"
  elif [ -z "${CURL_CA_BUNDLE:-}" ] && [ -r "$secrets/tls/fullchain.pem" ]; then
    CACERT="$secrets/tls/fullchain.pem"
  fi
  case "$URL" in https://*) if [ -n "$CACERT" ]; then CURL+=(--cacert "$CACERT"); fi ;; esac
  TOKEN_FILE="${TOKEN_FILE:-$secrets/api.token}"
  if [ -r "$TOKEN_FILE" ]; then TOKEN="$(head -n 1 "$TOKEN_FILE")"
  elif command -v sudo >/dev/null 2>&1 && TOKEN="$(sudo -n head -n 1 "$TOKEN_FILE" 2>/dev/null)"; then :
  else fail "$UNREACHABLE" "the token file $TOKEN_FILE is not there or cannot be read: run this as root; --directory names another stack's directory than $DIR, --token-file the file"; fi
}

# ask <method> <path> [json] [file for the answer] [file for its headers]: prints the answer. The token stays out of the process list.
ask() {
  local answer code
  answer="${4:-$(mktemp)}"
  code="$(printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" | "${CURL[@]}" -K - \
    -m "${ASK_SECONDS:-60}" -X "$1" ${3:+-H 'Content-Type: application/json' --data-binary "$3"} -o "$answer" ${5:+-D "$5"} -w '%{http_code}' "$URL$2")" || code="000 $?"
  case "$code" in
    2??) if [ -z "${4:-}" ]; then cat "$answer"; rm -f "$answer"; fi; return 0 ;;
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
    # What curl says of a certificate that it does not trust.
    '000 60' | '000 77') printf 'the certificate at %s is not trusted%s: --cacert names a copy of secrets/tls/fullchain.pem of the stack there' "$URL" "${CACERT:+ with $CACERT}" ;;
    '000 28') printf 'no whole answer came from %s in time: see docker compose ps and docker compose logs slackwater in %s' "$URL" "$DIR" ;;
    000*) printf 'nothing answers at %s (curl ended with %s): see docker compose ps and docker compose logs slackwater in %s; --directory names another stack, --url another address' "$URL" "${1#000 }" "$DIR" ;;
    401) printf 'the token in %s is not the one that Slackwater knows' "$TOKEN_FILE" ;;
    *) jq -r '[.title, .detail] | map(select(.)) | join(": ")' <"$2" 2>/dev/null || printf 'HTTP %s' "$1" ;;
  esac
}

# health_of <path>: prints the answer also when it says that something is down. Nginx does not show it: then it ends with NOT_SHOWN.
NOT_SHOWN=9
health_of() {
  local answer code
  answer="$(mktemp)"
  code="$("${CURL[@]}" -m 60 -o "$answer" -w '%{http_code}' "$URL/q/health/$1")" || code="000 $?"
  if [ -s "$answer" ] && jq -e .status <"$answer" >/dev/null 2>&1; then cat "$answer"; rm -f "$answer"; return 0; fi
  case "$code" in
    000* | 502 | 503 | 504) printf 'error: GET /q/health/%s: %s\n' "$1" "$(reason "$code" "$answer")" >&2; code="$UNREACHABLE" ;;
    *) code="$NOT_SHOWN" ;;
  esac
  rm -f "$answer"
  return "$code"
}
not_shown() { printf 'health is not shown at %s: only on the loopback port of the host of the stack, without --url' "$URL"; }
# The health of backups as far as the API knows it: what is too old, vanished or failed has an alarm.
backups_by_api() {
  local datasets schedule
  datasets="$(ask GET /api/v1/datasets)" && schedule="$(ask GET /api/v1/schedule)" || return
  [ -n "$JSON" ] || printf 'note: %s; UP and STATE are by datasets and alarms\n' "$(not_shown)" >&2
  # A plan that is switched off has no next time, and nobody expects a backup.
  jq -c --argjson a "$1" --argjson s "$schedule" 'map(.id as $id | .plan as $plan | ([$a[] | select(.key == "stale:\($id)")] | first) as $stale |
      (if $stale then ["DOWN", (if .lastSuccess then "overdue" else "never" end), $stale.detail]
       elif .lastSuccess then ["UP", "fresh", (.note // "")]
       elif any($s[]; .name == $plan and .next) then ["DOWN", "never", "There is no verified snapshot yet."]
       else ["UP", "never", "Its plan is switched off."] end) as $is |
      {name: $id, status: $is[0], data: {state: $is[1], plan: $plan, newest: .lastSuccess, reason: $is[2]}}) |
    {status: (if any(.status == "DOWN") then "DOWN" else "UP" end), checks: ., by: "api"}' <<<"$datasets"
}
