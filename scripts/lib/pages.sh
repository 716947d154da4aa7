# shellcheck shell=bash
# Tests of the command blocks of the pages, on the stack that the quickstart left. Sourced beside tools.sh, which has what they share.
# Needs PROJECT and STACK. A block stands below the line `<!-- test:NAME -->`. Each function is one test and logs its failure.

# block <page> <name>: the lines of the block.
block() { sed -n "/^<!-- test:$2 -->\$/,/^\`\`\`\$/p" "$SLACKWATER_ROOT/$1" | sed '1,2d;$d'; }

# The scripts as in a directory that holds sources and stack. There is no terminal, and the password comes from stdin.
AS_A_READER='
cd "$STACK"
scripts/backrest-management.sh() { "$SLACKWATER_ROOT/scripts/backrest-management.sh" --directory "$STACK" "$@"; }
scripts/backrest-setup.sh() { "$SLACKWATER_ROOT/scripts/backrest-setup.sh" --directory "$STACK" "$@"; }
docker() {
  case "$*" in
    "compose exec slackwater "*) shift 2; echo "a password of a reader" | command docker compose exec -T "$@" ;;
    *) command docker "$@" ;;
  esac
}
'

# follow <page> <name>: runs the block in the stack's directory, with this stack in place of the stack of the pages.
follow() {
  local lines code=0
  lines="$(block "$1" "$2" | sed -E -e "s,YOUR_STACK|/path/to/your/stack|/srv/shop,$STACK,g; s,127\.0\.0\.1:8080,${API_URL:+${API_URL#http://}},g" \
    -e "s,shop\.files\.srv-files,$PROJECT.files.files--270f4bd0,g; s,_data/a\.txt,_data/odd/plain.txt,; s,files-restored,$PROJECT-&,g" \
    -e "s,shop([._-]),$PROJECT\1,g; s,slackwater/slackwater:0[0-9.]*,$SLACKWATER_IMAGE,g")"
  [ -n "$lines" ] || wrong "$1 has no block test:$2" || return 1
  # A variable of the environment would override the line in .env.
  STACK="$STACK" env -u SLACKWATER_IMAGE bash -euo pipefail -c "$AS_A_READER$lines" >"$TOOLS/said" 2>&1 </dev/null || code=$?
  [ "$code" = 0 ] || wrong "$1, test:$2 ended with $code: $(tail -c 800 "$TOOLS/said")"
}

pages_show_the_state_of_the_stack() {
  follow README.md status && says "^$PROJECT\.db\.app +UP +fresh " && says '^ok +every repository is usable$' || return 1
  follow docs/status-and-alarms.md commands && says '^GOOD +repository system$' || return 1
  follow docs/policy.md pin && says '^pinned ' && says ' pinned$' && says '^unpinned ' || return 1
  follow docs/policy.md maintain && says '^SUCCEEDED  forget in repository critical, snapshots forgotten: [0-9]' && says '^SUCCEEDED  prune in repository critical, freed: ' || return 1
  follow docs/policy.md delete && says 'would be deleted$' && says '^SUCCEEDED  delete in repository critical, snapshots forgotten: 1$' || return 1
  follow docs/status-and-alarms.md health && jq -e '.status == "UP"' <"$TOOLS/said" >/dev/null || wrong "$(cat "$TOOLS/said")" || return 1
  follow docs/troubleshooting.md start-here && follow docs/policy.md policy-check && follow docs/policy.md check && says '^GOOD +repository critical$'
}

pages_restore() {
  local restored="$PROJECT-files-restored"
  forget_the_restored "$restored"
  follow README.md restore && [ "$(psql_db app_restored -Atc 'SELECT count(*) > 0 FROM documents')" = t ] || return 1
  drop_database app_restored && follow docs/restore.md commands && docker volume inspect "$restored" >/dev/null || return 1
  [ "$(as_root cat "$STACK/a.txt")" = plain ] && as_root test -s "$STACK/$PROJECT.rdb" && as_root test -e "$STACK/restores/look/odd/plain.txt" ||
    wrong "the restored files: $(as_root find "$STACK/restores")" || return 1
  follow docs/kinds/config.md download && as_root tar -tf "$STACK/$PROJECT-config.tar" >"$TOOLS/said" && says compose.yml || return 1
  forget_the_restored "$restored"
}
# A restore refuses a target that exists, for example from a first try.
forget_the_restored() {
  drop_database app_restored && forget_volume "$1"
  as_root rm -rf "$STACK/restores/look" "$STACK"/{a.txt,"$PROJECT".rdb,"$PROJECT"-config.tar}
}

pages_start_and_export_the_keys() {
  follow docs/install.md start && says critical && follow README.md start && follow README.md kit && says critical
}

pages_manage_users_and_send_requests() {
  echo 'a password of a reader' >"$STACK/password.txt"
  follow docs/access.md users && says '^\$2[aby]\$' && ! as_root grep -q '^ann:' "$STACK/secrets/users" || return 1
  rm "$STACK/password.txt"
  follow docs/api.md requests && says "\"$PROJECT\.db\.app\"" && follow docs/audit.md audit && says '^VERIFIED +all [0-9]+ entries'
}

pages_take_a_certificate() {
  local port
  port="$(published nginx 8443)"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=renewed -addext subjectAltName=DNS:localhost \
    -keyout "$STACK/privkey.pem" -out "$STACK/fullchain.pem" 2>/dev/null
  follow docs/install.md certificate || return 1
  until_true 60 "the new certificate" curl --noproxy '*' -s -o /dev/null --cacert "$STACK/fullchain.pem" "https://localhost:$port/login" || return 1
  rm "$STACK/fullchain.pem" "$STACK/privkey.pem"
}

pages_give_backrest_its_lost_user() {
  local config="$STACK/data/backrest/config.json"
  [ -n "$HAS_BACKREST" ] || return 0
  as_root sed -i 's/"name": *"slackwater"/"name": "lost"/' "$config"
  follow docs/backrest.md lost-user && signs_in "$config" "$STACK/secrets/backrest.password"
}

pages_upgrade_and_roll_back() {
  follow docs/upgrade.md upgrade && says '^ok +every dataset' && as_root test -s "$STACK/journal-before.tar" || return 1
  follow docs/upgrade.md roll-back && [ "$(docker inspect -f '{{.Config.Image}}' "$PROJECT-slackwater-1")" = slackwater/slackwater:before ] || return 1
  docker rmi slackwater/slackwater:before >/dev/null
  API_QUIET=1 until_true 60 "the sidecar" api_is_ready && [ "$(api_snapshots "$PROJECT.db.app" | jq length)" -gt 0 ] || wrong "the verdicts are lost"
}
