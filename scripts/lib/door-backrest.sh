# shellcheck shell=bash
# Tests of Backrest's page behind Nginx. Sourced beside door.sh, which has what they share and runs them, and after compare.sh.

backrest_is_open_to_admins_only() {
  local call=(-X POST -H 'Content-Type: application/json' -d '{}')
  if [ -z "$HAS_BACKREST" ]; then
    # Without Backrest, a page of Nginx says so.
    as_gives 503 admin "$DOOR/backrest/" && grep -q 'Backrest does not answer' "$JAR/body" && grep -q 'interrupted only this request' "$JAR/body" || wrong "the page does not say that Backrest does not answer"
    return
  fi
  as_gives 308 admin "$DOOR/backrest" && has_header location '^/backrest/$' || return 1
  as_gives 200 admin "$DOOR/backrest/" && grep -qi '<title>Backrest' "$JAR/body" || wrong "Backrest's page is not at /backrest/" || return 1
  backrest_page_may_run_its_scripts && backrest_page_links_to_slackwater || return 1
  as_gives 200 admin "${call[@]}" "$DOOR/backrest/v1.Backrest/GetConfig" || return 1
  jq -e --arg i "$PROJECT" '.instance == $i' <"$JAR/body" >/dev/null || wrong "Backrest's instance is $(jq -c .instance <"$JAR/body")" || return 1
  if grep -qi '^access-control-' "$JAR/headers"; then wrong "Nginx passes CORS headers of Backrest to the browser"; return 1; fi
  # Backrest refuses requests without the credentials of Nginx.
  [ "$(in_service slackwater curl --noproxy '*' -s -o /dev/null -w '%{http_code}' "${call[@]}" http://backrest:9898/v1.Backrest/GetConfig)" = 401 ] ||
    wrong "Backrest accepts a request without a password"
}

# The last answer may load its own scripts and styles.
backrest_page_may_run_its_scripts() {
  has_header content-security-policy "^default-src 'self'; style-src 'self' 'unsafe-inline';.* frame-ancestors 'none'\$" &&
    [ "$(grep -ic '^content-security-policy:' "$JAR/headers")" = 1 ] || wrong "the content security policy of Backrest's page is wrong: $(cat "$JAR/headers")"
}

# The last answer contains the script and the link of Nginx, once each.
backrest_page_links_to_slackwater() {
  [ "$(grep -o '<script src="/backrest-page.js"></script>' "$JAR/body" | wc -l)" = 1 ] && [ "$(grep -o '<a id="to-slackwater" href="/">Slackwater</a>' "$JAR/body" | wc -l)" = 1 ] ||
    wrong "Backrest's page has no link back to Slackwater: $(cat "$JAR/body")" || return 1
  gives 200 "$DOOR/backrest-page.css" && has_header content-type '^text/css' && gives 200 "$DOOR/backrest-page.js" && has_header content-type javascript &&
    grep -q '"POST", "/logout"' "$JAR/body"
}

# Replaces Backrest by a server that echoes the request and sends forbidden headers. It needs no image of Backrest.
backrest_receives_no_credentials_of_slackwater() {
  local name="$PROJECT-check-backrest" basic
  [ -z "$HAS_BACKREST" ] || return 0
  cat >"$JAR/backrest.conf" <<'CONF'
pid /tmp/nginx.pid;
events {}
http {
    server {
        listen 9898;
        add_header Access-Control-Allow-Origin * always;
        add_header Access-Control-Allow-Credentials true always;
        add_header Access-Control-Allow-Headers * always;
        add_header Access-Control-Allow-Methods * always;
        add_header Access-Control-Allow-Private-Network true always;
        add_header Access-Control-Expose-Headers * always;
        add_header Access-Control-Max-Age 7200 always;
        add_header WWW-Authenticate 'Basic realm="Backrest"' always;
        add_header Strict-Transport-Security max-age=0 always;
        location = / {
            default_type text/html;
            return 200 "<head></head><body>$http_accept_encoding,$http_if_none_match,$http_if_modified_since,</body>";
        }
        location / {
            return 200 "uri $request_uri\nupgrade $http_upgrade\nconnection $http_connection\nencoding $http_accept_encoding\nauthorization $http_authorization\ncookie $http_cookie\nsecret $http_x_slackwater_proxy_secret\n";
        }
    }
}
CONF
  throw_away backrest --network "${PROJECT}_front-backrest" --network-alias backrest nginx:1.28 nginx -c /backrest.conf -g 'daemon off;'
  chmod 0644 "$JAR/backrest.conf"
  docker cp "$JAR/backrest.conf" "$name:/backrest.conf" >/dev/null
  docker start "$name" >/dev/null
  basic="$(as_root sed -n 's/.*"\(Basic .*\)".*/\1/p' "$STACK/secrets/nginx/backrest.conf")"
  until_true 60 "the server that replaces Backrest" as_gives 200 admin "$DOOR/backrest/v1.Backrest/X?a=b" 2>/dev/null
  cp "$JAR/body" "$JAR/by-cookie"
  as admin -H 'Accept-Encoding: gzip' "$DOOR/backrest/assets/x" >/dev/null
  cp "$JAR/body" "$JAR/asset"
  as admin -H 'Accept-Encoding: gzip' -H 'If-None-Match: "x"' -H 'If-Modified-Since: Mon, 23 Nov 2026 05:21:40 GMT' "$DOOR/backrest/?a=b" >/dev/null
  cp "$JAR/body" "$JAR/page"
  request --http1.1 "${UPGRADE[@]}" -H "Authorization: Bearer $(as_root cat "$STACK/secrets/api.token")" "$DOOR/backrest/v1.Backrest/X?a=b" >/dev/null
  docker rm -fv "$name" >/dev/null
  printf 'uri /v1.Backrest/X?a=b\nupgrade \nconnection \nencoding \nauthorization %s\ncookie \nsecret \n' "$basic" >"$JAR/meant"
  cmp -s "$JAR/meant" "$JAR/by-cookie" && cmp -s "$JAR/meant" "$JAR/body" || wrong "Backrest is sent: $(cat "$JAR/by-cookie" "$JAR/body")" || return 1
  if grep -Eqi '^(access-control-|www-authenticate)' "$JAR/headers"; then wrong "Nginx passes headers of Backrest to the browser that it must remove: $(cat "$JAR/headers")"; return 1; fi
  backrest_page_may_run_its_scripts && has_no_header strict-transport-security && grep -qx 'encoding gzip' "$JAR/asset" && grep -q '<body>,,,<' "$JAR/page" ||
    wrong "Nginx passes headers of Backrest that it must replace, or requests the page like a file: $(cat "$JAR/headers" "$JAR/asset" "$JAR/page")" || return 1
  cp "$JAR/page" "$JAR/body"
  backrest_page_links_to_slackwater
}

# The audit log names who called which method, also when the path is written in another way. It has no query and no token.
calls_of_backrest_are_recorded() {
  local call=(-X POST -H 'Content-Type: application/json' -d '{}')
  as admin "${call[@]}" "$DOOR/backrest/v1.Backrest/DoRepoTask?secret-of-a-query" >/dev/null
  as admin "${call[@]}" "$DOOR/backrest/v1.Backrest/GetConfig/..//%43ancel" >/dev/null
  as admin "${call[@]}" "$DOOR/backrest/v1.Backrest/GetConfig" >/dev/null
  as admin "$DOOR/backrest/download/token-of-a-download/a.txt" >/dev/null
  as_gives 403 operator "${call[@]}" "$DOOR/backrest/v1.Backrest/Forget" || return 1
  as_gives 200 admin "$DOOR/api/v1/audit?action=backrest&limit=3" || return 1
  [ "$(jq -r '[.[] | "\(.actor) \(.subject)"] | join(", ")' <"$JAR/body")" = 'admin download, admin v1.Backrest/Cancel, admin v1.Backrest/DoRepoTask' ] ||
    wrong "the audit log has these calls of Backrest: $(cat "$JAR/body")" || return 1
  as_gives 200 admin "$DOOR/api/v1/audit?action=refused&actor=operator" && jq -e 'any(.subject == "POST /backrest/v1.Backrest/Forget" or (.detail | test("more attempts")))' <"$JAR/body" >/dev/null ||
    wrong "the audit log has these refused requests: $(cat "$JAR/body")" || return 1
  as_gives 200 admin "$DOOR/api/v1/audit?limit=1000" && ! grep -q 'secret-of-a-query\|token-of-a-download' "$JAR/body" || wrong "the audit log has a query or a token"
}

# backrest <method> <json>: calls Backrest's API as an admin.
backrest() { as_gives 200 admin -X POST -H 'Content-Type: application/json' -d "$2" "$DOOR/backrest/v1.Backrest/$1"; }

backrest_events_arrive_at_once() {
  local stream arrived=''
  [ -n "$HAS_BACKREST" ] || return 0
  backrest AddRepo '{"repo":{"id":"door","uri":"/tmp/door","password":"throw-away"}}' || return 1
  : >"$JAR/events"
  # Connect's frame around an empty message.
  printf '\0\0\0\0\2{}' | curl --noproxy '*' -sSN -m 120 --cacert "$JAR/ca.pem" -b "$JAR/admin" -H "Origin: $DOOR" -H 'Content-Type: application/connect+json' \
    --data-binary @- -o "$JAR/events" "$DOOR/backrest/v1.Backrest/GetOperationEvents" 2>/dev/null &
  stream=$!
  until_true 60 "an event" backrest_event_arrives && kill -0 "$stream" && arrived=1
  kill "$stream" 2>/dev/null || true
  backrest RemoveRepo '{"repoId":"door"}' && [ -n "$arrived" ] || wrong "Nginx passed no event while the event stream was open"
}

# Causes an event with each call, because only events after the connection arrive.
backrest_event_arrives() { backrest DoRepoTask '{"repoId":"door","task":"TASK_STATS"}' && sleep 1 && grep -qa createdOperations "$JAR/events"; }

# As Backrest's form with an empty "Restore to path": the files arrive unchanged below ./restores.
backrest_restores_into_restores_when_the_path_is_empty() {
  local dataset target
  [ -n "$HAS_BACKREST" ] || return 0
  dataset="$(api_datasets | awk -F '\t' '$2 == "volume" { print $1 }')"
  api_snapshots "$dataset" | jq -c '.[0] | {planId: .dataset, repoId: .repositoryName, snapshotId: .id, path: .file}' >"$JAR/restore"
  until_true 60 "a restore without a lock in its way" backrest_restores || return 1
  jq -e '.status == "STATUS_SUCCESS"' "$JAR/operation" >/dev/null || wrong "Backrest's restore: $(jq -c '[.status, .displayMessage]' "$JAR/operation")" || return 1
  target="$(jq -r .operationRestore.target "$JAR/operation")"
  case "$target" in "$STACK"/restores/*) ;; *) wrong "Backrest restored into $target, which is not below $STACK/restores" || return 1 ;; esac
  # The service still writes its log.
  manifest "${PROJECT}_files-data" ! -path './live/log.txt' >"$JAR/live" && manifest "$target/_data" ! -path './live/log.txt' >"$JAR/restored" || return 1
  [ -s "$JAR/live" ] && diff "$JAR/live" "$JAR/restored" >"$JAR/diff" || wrong "the files that Backrest restored differ: $(head -n 20 "$JAR/diff")"
}
# restic refuses the restore while another restic checks or prunes the repository; the person at the form repeats it.
backrest_restores() {
  local operation
  backrest Restore "$(cat "$JAR/restore")" || return 1
  operation="$(jq -r .operationId "$JAR/body")"
  until_true 60 "Backrest's restore" operation_is_over "$operation" && ! jq -r .displayMessage "$JAR/operation" | grep -q 'unable to create lock'
}
operation_is_over() {
  backrest GetOperations "{\"selector\":{\"ids\":[\"$1\"]}}" && jq '.operations[0]' "$JAR/body" >"$JAR/operation" &&
    jq -e '.status | . != "STATUS_PENDING" and . != "STATUS_INPROGRESS"' "$JAR/operation" >/dev/null
}
