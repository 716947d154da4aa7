# shellcheck shell=bash
# Tests of a running demo stack from outside: through Nginx with TLS, and from its networks. Sourced after common.sh, docker.sh, images.sh,
# api.sh and demo.sh. Needs PROJECT, STACK and `step`. Each function is one test and logs its failure.

wrong() { log "  $*"; return 1; }

# published <service> <port>: the port on this host.
published() { docker port "$PROJECT-$1-1" "$2/tcp" | sed -n 's/.*://p' | head -n 1; }
# find_stack: where the stack answers. Fails without a stack.
find_stack() {
  DOOR="https://localhost:$(published nginx 8443)"
  export API_URL API_TOKEN_FILE
  API_URL="http://127.0.0.1:$(published slackwater 8080)"
  API_TOKEN_FILE="$STACK/secrets/api.token"
  HAS_BACKREST="$(docker ps -q --filter "name=^$PROJECT-backrest-1$")"
  api_is_ready
}

# request <curl arguments...>: sends a request and prints the status; $JAR/body has the body, $JAR/headers the headers.
request() { curl --noproxy '*' -sS -m 60 --cacert "$JAR/ca.pem" -D "$JAR/headers" -o "$JAR/body" -w '%{http_code}' --path-as-is "$@"; }
# gives <status> <curl arguments...>
gives() {
  local want="$1" got
  shift
  got="$(request "$@" || true)"
  [ "$got" = "$want" ] || wrong "${*: -1} answered $got instead of $want: $(head -c 300 "$JAR/body" 2>/dev/null)"
}
header() { tr -d '\r' <"$JAR/headers" | sed -n "s/^$1: //Ip" | tail -n 1; }
has_header() { header "$1" | grep -Eq -- "$2" || wrong "the header $1 is '$(header "$1")', not $2"; }
has_no_header() { ! grep -Eiq "^$1:" "$JAR/headers" || wrong "the answer must not have the header $1: '$(header "$1")'"; }
# Headers that request another protocol. Nginx could not inspect its requests.
UPGRADE=(-H 'Upgrade: h2c' -H 'Connection: Upgrade, HTTP2-Settings' -H 'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA')
# as <user> <curl arguments...>: sends a request with the session of the user, as a browser does from a page of this site.
as() { local user="$1"; shift; request -b "$JAR/$user" -H "Origin: $DOOR" -H 'Sec-Fetch-Site: same-origin' "$@"; }
as_gives() {
  local want="$1" user="$2" got
  shift 2
  got="$(as "$user" "$@" || true)"
  [ "$got" = "$want" ] || wrong "${*: -1} answered $user $got instead of $want: $(head -c 300 "$JAR/body" 2>/dev/null)"
}

# sign_in <user>: with the password on stdin, kept out of the process list.
sign_in() {
  local password got
  password="$(cat)"
  got="$(printf 'name=%s&password=%s&back=/' "$1" "$password" | request -c "$JAR/$1" -H "Origin: $DOOR" --data-binary @- "$DOOR/login")"
  [ "$got" = 303 ] || wrong "the sign-in of $1 answered $got: $(head -c 300 "$JAR/body")"
}

# ------------------------------------------------------------------ not signed in

requests_without_a_sign_in_are_refused() {
  local path
  for path in / /api/v1/datasets /api/v1/runs /api/openapi /backrest/ /backrest/v1.Backrest/GetConfig /backrest/assets/x /anything; do
    gives 401 "$DOOR$path" || return 1
  done
  gives 302 -H 'Accept: text/html' "$DOOR/backrest/?a=b" && has_header location '^/login\?back=/backrest/\?a=b$' || return 1
  gives 302 -H 'Accept: text/html' "$DOOR/" && has_header location '^/login\?back=' || return 1
  gives 401 -X POST -H 'Content-Type: application/json' -d '{"all":true}' "$DOOR/api/v1/runs" || return 1
  gives 401 -H 'Remote-User: admin' -H 'Remote-Groups: admin' -H 'X-Slackwater-Proxy-Secret: x' "$DOOR/api/v1/datasets" || return 1
  gives 401 -H "Authorization: Basic $(printf 'slackwater:x' | base64)" "$DOOR/backrest/" || return 1
  gives 200 "$DOOR/login" && gives 200 "$DOOR/signin.css" && gives 200 "$DOOR/signin.js" && has_header content-type javascript
}

internal_paths_are_closed_for_all_users() {
  local path
  for path in /internal/streams/x /internal /q/metrics /q/health/live /q/health/group/backups /q //q/metrics /%71/metrics /backrest/../q/metrics /api/../internal/streams/x; do
    gives 404 "$DOOR$path" && gives 404 -H "Authorization: Bearer $(as_root cat "$STACK/secrets/api.token")" "$DOOR$path" || return 1
  done
}

security_headers_are_set_once() {
  local path
  for path in /login / /backrest/ /api/v1/datasets; do
    request "$DOOR$path" >/dev/null
    has_header content-security-policy "frame-ancestors 'none'" && has_header x-content-type-options '^nosniff$' && has_header x-frame-options '^DENY$' && has_header referrer-policy '^same-origin$' || return 1
    [ "$(grep -ic '^content-security-policy:' "$JAR/headers")" = 1 ] || wrong "$path has two content security policies" || return 1
    if grep -Eiq '^(server: nginx/|access-control-|strict-transport-security:)' "$JAR/headers"; then wrong "$path has headers that must not appear: $(cat "$JAR/headers")"; return 1; fi
  done
}

old_tls_and_plain_http_are_refused() {
  if request --tls-max 1.1 "$DOOR/login" >/dev/null 2>&1; then wrong "the server accepts TLS 1.1"; return 1; fi
  gives 200 --tlsv1.2 --tls-max 1.2 "$DOOR/login" || return 1
  gives 308 "http://${DOOR#https://}/x?y" && has_header location "^$DOOR/x\\?y\$"
}

# Creates Nginx again with the setting, then without it.
hsts_follows_one_line_of_env() {
  local right=1
  SLACKWATER_HSTS=on dc up -d --no-deps nginx >/dev/null 2>&1
  until_true 60 "Nginx" gives 200 "$DOOR/login" 2>/dev/null && has_header strict-transport-security '^max-age=31536000$' || right=
  dc up -d --no-deps nginx >/dev/null 2>&1
  until_true 60 "Nginx" gives 200 "$DOOR/login" 2>/dev/null && has_no_header strict-transport-security || right=
  [ -n "$right" ]
}

a_long_sign_in_is_refused_with_the_limit() {
  { printf 'name=admin&password='; head -c 100000 /dev/zero | tr '\0' a; } >"$JAR/long"
  gives 413 -H "Origin: $DOOR" --data-binary "@$JAR/long" "$DOOR/login" && grep -q 'a field of a form 8 KiB' "$JAR/body" || wrong "the answer does not name the limit: $(cat "$JAR/body")" || return 1
  # Nginx refuses this body itself.
  { printf 'name=admin&password='; head -c 2000000 /dev/zero | tr '\0' a; } >"$JAR/long"
  gives 413 -H "Origin: $DOOR" --data-binary "@$JAR/long" "$DOOR/login" && grep -q 'may have 8192 bytes at most' "$JAR/body" || wrong "the answer of Nginx does not name the limit: $(cat "$JAR/body")"
}

# ------------------------------------------------------------------ signed in

admin_signs_in() { as_root cat "$STACK/secrets/admin.password" | sign_in admin; }

users_of_each_role_sign_in() {
  local user
  admin_signs_in || return 1
  has_header set-cookie '^__Host-[a-z-]+=.*Secure' && has_header set-cookie 'HttpOnly' && has_header set-cookie 'SameSite=Strict' || return 1
  for user in viewer operator; do
    # The test's own password.
    printf 'a password of %s\n' "$user" | dc exec -T slackwater /app/entrypoint.sh users add "$user" "$user" >/dev/null || wrong "the user $user could not be added" || return 1
    printf 'a password of %s' "$user" | sign_in "$user" || return 1
  done
  for user in viewer operator admin; do
    as_gives 200 "$user" "$DOOR/" && as_gives 200 "$user" "$DOOR/api/v1/datasets" || return 1
    jq -e 'length >= 8' <"$JAR/body" >/dev/null || wrong "$user sees no datasets" || return 1
  done
}

# A browser sends a Strict cookie only with the second request. The page of the first answer causes that request.
a_link_from_another_site_uses_the_session() {
  local link=(-H 'Accept: text/html' -H 'Sec-Fetch-Site: cross-site') ours=(-H 'Accept: text/html' -H 'Sec-Fetch-Site: same-origin') again
  gives 302 "${link[@]}" "$DOOR/backrest/?a=b" || return 1
  gives 200 "${link[@]}" "$DOOR$(header location)" || return 1
  again="$(sed -n 's/.*<a id="again" href="\([^"]*\)".*/\1/p' "$JAR/body" | sed 's/&amp;/\&/g')"
  [ "$again" = '/login?bounced=1&back=%2Fbackrest%2F%3Fa%3Db' ] && ! grep -q '<form' "$JAR/body" || wrong "the page that opens the sign-in page again is wrong: $(cat "$JAR/body")" || return 1
  has_header content-security-policy "script-src 'self';" && has_header cache-control no-store || return 1
  gives 303 -b "$JAR/admin" "${ours[@]}" "$DOOR$again" && has_header location '^/backrest/\?a=b$' && has_no_header set-cookie || return 1
  # Without a session, the second request shows the form.
  gives 200 "${ours[@]}" "$DOOR$again" && grep -q '<form' "$JAR/body" && gives 200 "${link[@]}" "$DOOR$again" && grep -q '<form' "$JAR/body" || wrong "no form: $(cat "$JAR/body")"
}

roles_limit_the_requests() {
  local user run
  for user in viewer operator; do
    as_gives 403 "$user" "$DOOR/backrest/" && grep -q 'for the role' "$JAR/body" && as_gives 403 "$user" -X POST -H 'Content-Type: application/json' -d '{}' "$DOOR/backrest/v1.Backrest/GetConfig" || return 1
  done
  run=(-X POST -H 'Content-Type: application/json' -d '{"plan":"system"}')
  as_gives 403 viewer "${run[@]}" "$DOOR/api/v1/runs" || return 1
  as_gives 202 operator "${run[@]}" "$DOOR/api/v1/runs"
}

requests_of_other_sites_are_refused() {
  local got run=(-X POST -H 'Content-Type: application/json' -d '{"all":true}')
  got="$(request -b "$JAR/admin" -H 'Origin: https://elsewhere.example' -H 'Sec-Fetch-Site: cross-site' "${run[@]}" "$DOOR/api/v1/runs")"
  [ "$got" = 403 ] || wrong "a run requested by another site got status $got instead of 403" || return 1
  got="$(request -b "$JAR/admin" -H "Origin: ${DOOR%:*}:3000" -H 'Sec-Fetch-Site: same-site' "${run[@]}" "$DOOR/backrest/v1.Backrest/GetConfig")"
  [ "$got" = 403 ] || wrong "a request to Backrest from another port of this host got status $got instead of 403" || return 1
  grep -q 'page of another site' "$JAR/body" || wrong "the refusal does not name the other site: $(cat "$JAR/body")" || return 1
  got="$(request -b "$JAR/admin" -H "Origin: http://${DOOR#https://}" "${run[@]}" "$DOOR/api/v1/runs")"
  [ "$got" = 403 ] || wrong "a run requested by this host without TLS got status $got instead of 403" || return 1
}

a_backup_by_the_api_succeeds() {
  local token="$JAR/token" answer
  as_root cat "$STACK/secrets/api.token" >"$token"
  answer="$("$SLACKWATER_ROOT/scripts/backrest-management.sh" --url "$DOOR" --token-file "$token" --cacert "$JAR/ca.pem" \
    --json backup "$PROJECT.open-webui.data" --wait)" || wrong "backup --wait: $answer" || return 1
  jq -e 'length == 1 and .[0].state == "SUCCEEDED" and .[0].bytes > 0' <<<"$answer" >/dev/null || wrong "$answer"
}

# The word agrees with the exit code of `status`. The token opens nothing else, and no log has it.
an_external_monitor_gets_one_word() {
  local token api code=0 want=200 word=ok
  token="$(as_root cat "$STACK/secrets/health.token")"
  api="$(as_root cat "$STACK/secrets/api.token")"
  as_root "$SLACKWATER_ROOT/scripts/backrest-management.sh" --directory "$STACK" status >/dev/null 2>&1 || code=$?
  case "$code" in 0) ;; 2) want=503 word=degraded ;; *) wrong "status ended with $code"; return 1 ;; esac
  gives "$want" -H "Authorization: Bearer $token" "$DOOR/health" && [ "$(cat "$JAR/body")" = "$word" ] || wrong "$(cat "$JAR/body")" || return 1
  has_header content-type '^text/plain' && has_header cache-control no-store || return 1
  gives "$want" "$DOOR/health?token=$token" && [ "$(cat "$JAR/body")" = "$word" ] && gives "$want" -I "$DOOR/health?token=$token" || return 1
  gives 401 "$DOOR/health" && gives 401 -H "Authorization: Bearer $api" "$DOOR/health" && gives 401 "$DOOR/health?token=wrong" || return 1
  [ "$(cat "$JAR/body")" = unauthorized ] || wrong "a refusal says more: $(cat "$JAR/body")" || return 1
  gives 401 -H "Authorization: Bearer $token" "$DOOR/api/v1/datasets" && gives 404 -H "Authorization: Bearer $token" "$DOOR/q/health" || return 1
  if dc logs nginx slackwater 2>&1 | grep -qF "$token"; then wrong "a log has the token"; return 1; fi
}

# events_of <user> <file> [more arguments of curl]: a stream in the background; STREAM has its process.
events_of() {
  local user="$1" file="$2"
  shift 2
  : >"$file"
  curl --noproxy '*' -sN -m 120 --cacert "$JAR/ca.pem" -b "$JAR/$user" -D "$file.headers" -o "$file" "$@" "$DOOR/events" 2>/dev/null &
  STREAM=$!
}
has_event() { grep -q "^event:$2\$" "$1"; }

# Nginx neither delays nor ends a stream. A viewer gets it; it names no detail.
events_arrive_at_once() {
  local right=1 file="$JAR/stream"
  gives 401 "$DOOR/events" || return 1
  events_of viewer "$file"
  until_true 20 "the first line" grep -q '^retry:' "$file" || right=
  as_gives 202 operator -X POST -H 'Content-Type: application/json' -d "{\"dataset\":\"$PROJECT.db.app\"}" "$DOOR/api/v1/runs" || right=
  until_true 60 "the beginning of a run" has_event "$file" run-begun && until_true 120 "its end" has_event "$file" run-ended || right=
  kill -0 "$STREAM" 2>/dev/null || wrong "the stream ended early" || right=
  kill "$STREAM" 2>/dev/null || true
  grep -qi '^content-type: text/event-stream' "$file.headers" || wrong "$(cat "$file.headers")" || right=
  [ -n "$right" ] || wrong "the stream: $(tail -c 500 "$file")"
}

# Slackwater would allow these streams of three users, 50 for each. Nginx allows 100 for an address. curl writes its lines to stderr, which
# has no buffer that its end by a signal would lose.
streams_of_one_address_are_limited() {
  local user open=() right=1
  for user in viewer operator admin; do
    curl --noproxy '*' -sN --no-progress-meter -m 60 --parallel --parallel-immediate --parallel-max 40 --cacert "$JAR/ca.pem" -b "$JAR/$user" -o /dev/null \
      -w '%{stderr}%{http_code} %header{retry-after}\n' "$DOOR/events?n=[1-40]" 2>"$JAR/streams.$user" &
    open+=($!)
  done
  until_true 30 "refusals" refusals_have_come || right=
  kill "${open[@]}" 2>/dev/null || true
  [ -n "$right" ] || wrong "of 120 streams were refused: $(sort "$JAR"/streams.* | uniq -c | paste -sd,)" || return 1
  as_gives 200 admin "$DOOR/api/v1/session"
}
refusals_have_come() { [ "$(cat "$JAR"/streams.* | grep -c '^429 60$')" = 20 ]; }

# ------------------------------------------------------------------ networks

addresses() { docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' "$PROJECT-$1-1"; }

# connects <network> <targets...>: prints the targets that a container of the network can reach.
connects() {
  local network="$1"
  shift
  # shellcheck disable=SC2016
  docker run --rm --network "${PROJECT}_$network" debian:trixie-slim bash -c '
    for target; do if timeout 3 bash -c "exec 3<>/dev/tcp/${target/:/\/}" 2>/dev/null; then echo "$target"; fi & done; wait' connects "$@"
}

internal_ports_are_unreachable_from_outside() {
  local dumps=() page=() ip network
  for ip in slackwater slackwater-internal $(addresses slackwater); do dumps+=("$ip:8081"); done
  if [ -n "$HAS_BACKREST" ]; then for ip in backrest $(addresses backrest); do page+=("$ip:9898"); done; fi
  for network in edge default front; do connects "$network" "${dumps[@]}" "${page[@]}" >"$JAR/found.$network" & done
  connects front-backrest "${dumps[@]}" >"$JAR/found.front-backrest" &
  # On this network the port is reachable, so the probe works.
  connects internal "${dumps[0]}" >"$JAR/found.internal"
  wait
  for network in edge default front front-backrest; do
    [ ! -s "$JAR/found.$network" ] || wrong "containers in the network $network reach these ports, which must be closed to them: $(paste -sd, "$JAR/found.$network")" || return 1
  done
  [ "$(cat "$JAR/found.internal")" = "${dumps[0]}" ] || wrong "containers in the network internal must reach ${dumps[0]} only, but reach: $(cat "$JAR/found.internal")" || return 1
  # Nginx reaches Slackwater's page and Backrest, but not the port for dumps.
  for ip in slackwater $(addresses slackwater); do
    if in_service nginx curl --noproxy '*' -s -m 1 -o /dev/null "http://$ip:8081/"; then wrong "Nginx reaches $ip:8081"; return 1; fi
  done
  if [ -n "$HAS_BACKREST" ]; then
    [ "$(in_service backrest curl --noproxy '*' -s -m 30 -o /dev/null -w '%{http_code}' http://slackwater:8081/internal/streams/x)" = 401 ] ||
      wrong "Backrest cannot reach the port for dumps, or the port accepts a call without a token" || return 1
    [ -z "$(in_service backrest find "$STACK/secrets" -mindepth 1)" ] || wrong "Backrest's container can read the secrets of the stack" || return 1
  fi
  [ -z "$(docker port "$PROJECT-backrest-1" 2>/dev/null)" ] && [ "$(docker port "$PROJECT-slackwater-1" | grep -vc '^8080/tcp -> 127.0.0.1:')" = 0 ] ||
    wrong "a port besides Nginx and 127.0.0.1:8080 is published"
}

# Replaces a stopped Slackwater by a server that echoes the request.
nginx_removes_upgrade_headers() {
  local name="$PROJECT-check-slackwater"
  cat >"$JAR/slackwater.conf" <<'CONF'
pid /tmp/nginx.pid;
events {}
http {
    server {
        listen 8080;
        return 200 "upgrade $http_upgrade\nconnection $http_connection\n";
    }
}
CONF
  chmod 0644 "$JAR/slackwater.conf"
  throw_away slackwater --network "${PROJECT}_front" --network-alias slackwater nginx:1.28 nginx -c /slackwater.conf -g 'daemon off;'
  docker cp "$JAR/slackwater.conf" "$name:/slackwater.conf" >/dev/null
  docker start "$name" >/dev/null
  until_true 60 "the server that replaces Slackwater" gives 200 "$DOOR/login" 2>/dev/null
  request --http1.1 "${UPGRADE[@]}" "$DOOR/login" >/dev/null
  docker rm -fv "$name" >/dev/null
  [ "$(cat "$JAR/body")" = "$(printf 'upgrade \nconnection ')" ] || wrong "Nginx sends headers to Slackwater that it must remove: $(cat "$JAR/body")"
}

# ------------------------------------------------------------------ last, because it exhausts the limits and leaves Slackwater and Backrest stopped

a_sign_out_ends_the_session() {
  local ended=1
  events_of viewer "$JAR/stream"
  until_true 20 "the first line" grep -q '^retry:' "$JAR/stream" || return 1
  as_gives 303 viewer -X POST "$DOOR/logout" && as_gives 401 viewer "$DOOR/api/v1/datasets" || return 1
  until_true 30 "the end of the stream" stream_has_ended || ended=
  kill "$STREAM" 2>/dev/null || true
  [ -n "$ended" ] || wrong "the stream of events outlives the session"
}
stream_has_ended() { ! kill -0 "$STREAM" 2>/dev/null; }

password_guesses_are_limited() {
  local got n
  for ((n = 0; n < 30; n++)); do
    got="$(request -H "Origin: $DOOR" -d "name=admin&password=guess-$n" "$DOOR/login")"
    case "$got" in
      401) ;;
      429)
        has_header retry-after '^[0-9]+$' && [ "$(grep -ic '^retry-after:' "$JAR/headers")" = 1 ] || return 1
        # First Slackwater limits the attempts for one user, then Nginx limits the requests.
        if grep -q '<h1>Too many requests' "$JAR/body"; then
          grep -q 'Try again in a minute' "$JAR/body" && has_header content-security-policy "frame-ancestors 'none'" && has_header content-type '^text/html'
          return
        fi
        ;;
      *) wrong "a wrong password got status $got instead of 401 or 429" || return 1 ;;
    esac
  done
  wrong "30 wrong passwords in a row were all checked"
}

guesses_of_the_monitor_token_are_limited() {
  local got n
  for ((n = 0; n < 15; n++)); do
    got="$(request "$DOOR/health?token=guess-$n")"
    case "$got" in
      401) ;;
      429) has_header retry-after '^[0-9]+$' && [ "$(cat "$JAR/body")" = 'too many attempts' ] && return ;;
      *) wrong "a wrong token got status $got instead of 401 or 429" || return 1 ;;
    esac
  done
  wrong "15 wrong tokens in a row were all checked"
}

nginx_shows_a_page_while_a_service_is_stopped() {
  # A first try may have stopped both.
  dc start slackwater ${HAS_BACKREST:+backrest} >/dev/null 2>&1
  until_true 60 "the sidecar" api_is_ready || return 1
  if [ -n "$HAS_BACKREST" ]; then
    dc stop -t 2 backrest >/dev/null 2>&1
    as_gives 503 admin "$DOOR/backrest/" && grep -q 'Backrest does not answer' "$JAR/body" && grep -q 'interrupted only this request' "$JAR/body" || wrong "the page does not say that Backrest does not answer" || return 1
  fi
  dc stop -t 20 slackwater >/dev/null 2>&1
  gives 503 "$DOOR/" && grep -q 'Slackwater does not answer' "$JAR/body" || wrong "the page does not say that Slackwater does not answer" || return 1
  gives 503 "$DOOR/backrest/" && gives 503 "$DOOR/health?token=not-in-the-log" && [ "$(cat "$JAR/body")" = degraded ] || return 1
  if dc logs nginx 2>&1 | grep -q not-in-the-log; then wrong "the log of Nginx has the token of a monitor"; return 1; fi
  gives 503 "$DOOR/api/v1/datasets" && has_header content-type '^application/problem\+json' || return 1
  "$SLACKWATER_ROOT/scripts/backrest-management.sh" --directory "$STACK" health >/dev/null 2>&1
  [ $? = 4 ] || wrong "backrest-management.sh health does not end with 4 while Slackwater is stopped" || return 1
  nginx_removes_upgrade_headers
}

door_tests() {
  local test
  JAR="$(mktemp -d)"
  as_root cat "$STACK/secrets/tls/fullchain.pem" >"$JAR/ca.pem"
  # After a new certificate, Nginx shows the old one for a moment.
  until_true 30 "the certificate of Nginx" request "$DOOR/login" >/dev/null 2>&1 || true
  for test in requests_without_a_sign_in_are_refused internal_paths_are_closed_for_all_users security_headers_are_set_once old_tls_and_plain_http_are_refused \
    hsts_follows_one_line_of_env a_long_sign_in_is_refused_with_the_limit users_of_each_role_sign_in a_link_from_another_site_uses_the_session \
    roles_limit_the_requests requests_of_other_sites_are_refused a_backup_by_the_api_succeeds events_arrive_at_once streams_of_one_address_are_limited an_external_monitor_gets_one_word \
    backrest_is_open_to_admins_only calls_of_backrest_are_recorded backrest_receives_no_credentials_of_slackwater \
    backrest_events_arrive_at_once backrest_restores_into_restores_when_the_path_is_empty internal_ports_are_unreachable_from_outside \
    a_sign_out_ends_the_session; do
    step "door: ${test//_/ }" "$test"
  done
  browser_tests
  # The tests in the browser restarted Slackwater, which ended the sessions.
  step "door: the admin signs in again" admin_signs_in
  for test in password_guesses_are_limited guesses_of_the_monitor_token_are_limited nginx_shows_a_page_while_a_service_is_stopped; do
    step "door: ${test//_/ }" "$test"
  done
  rm -rf "$JAR"
}
