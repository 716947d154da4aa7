# shellcheck shell=bash
# Tests of the scripts themselves, without a stack. Sourced after common.sh and door.sh (for `wrong`); needs `step`. Each function
# is one test and says itself what is wrong.

SETUP="$SLACKWATER_ROOT/scripts/backrest-setup.sh"
MANAGEMENT="$SLACKWATER_ROOT/scripts/backrest-management.sh"

# ends <code> <command...>: its output is in $TOOLS/said.
ends() {
  local want="$1" code=0
  shift
  "$@" >"$TOOLS/said" 2>&1 </dev/null || code=$?
  [ "$code" = "$want" ] || wrong "$* ended with $code instead of $want: $(head -c 600 "$TOOLS/said")"
}
says() { grep -Eq -- "$1" "$TOOLS/said" || wrong "it does not say $1: $(head -c 600 "$TOOLS/said")"; }
# All that is in a directory, with modes and contents.
state_of() { (cd "$1" && find . -printf '%m %p\n' | LC_ALL=C sort && find . -type f -exec sha256sum {} + | LC_ALL=C sort); }

the_scripts_are_clean() {
  has shellcheck || apt_install shellcheck
  # SC2015: `a && b || c` is meant where c is for a bad b, too. SC2016: dollars in single quotes are regular expressions and awk.
  ends 0 shellcheck -x -e SC2015,SC2016 -P SCRIPTDIR "$SLACKWATER_ROOT"/scripts/*.sh "$SLACKWATER_ROOT"/scripts/lib/*.sh
}

a_check_changes_nothing() {
  mkdir "$TOOLS/fresh"
  ends 1 "$SETUP" --directory "$TOOLS/fresh" --check && says 'PROBLEM .*api.token is missing' && says '^not ready: ' || return 1
  [ -z "$(ls -A "$TOOLS/fresh")" ] || wrong "--check made $(ls -A "$TOOLS/fresh")"
}

setup_makes_everything_and_then_nothing_more() {
  local before
  ends 0 "$SETUP" --directory "$TOOLS/stack" && says '^ready: ' || return 1
  [ -z "$(find "$TOOLS/stack/secrets" -type f ! -perm 0600)$(find "$TOOLS/stack/secrets" -type d ! -perm 0700)" ] || wrong "modes: $(find "$TOOLS/stack/secrets" -ls)" || return 1
  if grep -qFf "$TOOLS/stack/secrets/admin.password" "$TOOLS/said"; then wrong "the password is printed where nobody sits"; return 1; fi
  grep -Eq '^admin:admin:\$2[aby]\$12\$.{53}$' "$TOOLS/stack/secrets/users" || wrong "users: $(cat "$TOOLS/stack/secrets/users")" || return 1
  [ "$(grep -c @ "$TOOLS/stack/data/backrest/config.json")" = 0 ] && jq -e '.auth.users[0].passwordBcrypt | @base64d | test("^\\$2[aby]\\$10\\$")' \
    <"$TOOLS/stack/data/backrest/config.json" >/dev/null || wrong "config.json: $(cat "$TOOLS/stack/data/backrest/config.json")" || return 1
  ends 0 docker compose --project-directory "$TOOLS/stack" -f "$TOOLS/stack/compose.yml.example" --profile demo config -q || return 1
  before="$(state_of "$TOOLS/stack")"
  ends 0 "$SETUP" --directory "$TOOLS/stack" && ends 0 "$SETUP" --directory "$TOOLS/stack" --check || return 1
  [ "$before" = "$(state_of "$TOOLS/stack")" ] || wrong "the second time: $(diff <(echo "$before") <(state_of "$TOOLS/stack"))"
}

setup_says_what_is_wrong() {
  local port
  chmod 0644 "$TOOLS/stack/secrets/api.token"
  ends 1 "$SETUP" --directory "$TOOLS/stack" --check && says 'PROBLEM .*api.token has mode 644: chmod 0600' || return 1
  chmod 0600 "$TOOLS/stack/secrets/api.token"
  for port in $(seq 18600 18700); do port_is_free "$port" && break; done
  perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalAddr => "127.0.0.1:$ARGV[0]", Listen => 1) or die; print "listens\n"; close STDOUT; sleep 60' "$port" >"$TOOLS/listens" &
  until_true 10 "a listener" grep -q listens "$TOOLS/listens" || true
  ends 1 env SLACKWATER_HTTPS="$port" "$SETUP" --directory "$TOOLS/stack" --check && says "PROBLEM .*port $port is taken.*SLACKWATER_HTTPS" || { kill $!; return 1; }
  kill $!
  ends 0 env SLACKWATER_IMAGE=example.org/own:1 "$SETUP" --directory "$TOOLS/stack" --check && says 'example.org/own:1 is not here yet' || return 1
  # Scripts that were copied without the sources, and an image that is nowhere.
  mkdir "$TOOLS/bare"
  cp -R "$SLACKWATER_ROOT/scripts" "$TOOLS/bare"
  sed 's,SLACKWATER_IMAGE:-[^}]*,SLACKWATER_IMAGE:-example.org/nowhere:1,' "$SLACKWATER_ROOT/compose.yml.example" >"$TOOLS/bare/compose.yml.example"
  ends 1 env -u SLACKWATER_IMAGE "$TOOLS/bare/scripts/backrest-setup.sh" --directory "$TOOLS/stack" --check && says 'nowhere:1 is not here, and neither are its sources' || return 1
  ends 3 "$SETUP" --nonsense && ends 3 "$SETUP" --cert /etc/hostname && ends 3 "$SETUP" --directory
}

setup_takes_a_certificate() {
  local tls="$TOOLS/stack/secrets/tls" one
  for one in one other; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=$one" -keyout "$TOOLS/$one.key" -out "$TOOLS/$one.pem" 2>/dev/null
  done
  ends 1 "$SETUP" --directory "$TOOLS/stack" --cert "$TOOLS/one.pem" --key "$TOOLS/other.key" && says 'do not belong together' || return 1
  if cmp -s "$tls/fullchain.pem" "$TOOLS/one.pem"; then wrong "a certificate without its key was taken"; return 1; fi
  ends 0 "$SETUP" --directory "$TOOLS/stack" --cert "$TOOLS/one.pem" --key "$TOOLS/one.key" || return 1
  cmp "$tls/fullchain.pem" "$TOOLS/one.pem" && cmp "$tls/privkey.pem" "$TOOLS/one.key" && [ "$(stat -c %a "$tls/privkey.pem")" = 600 ]
}

setup_joins_a_stack_of_ones_own() {
  local own="$TOOLS/own"
  mkdir "$own"
  printf 'services:\n  db:\n    image: redis:8\n    volumes: [ "db-data:/data" ]\nvolumes: { db-data: {} }\n' >"$own/compose.yml"
  ends 0 "$SETUP" --directory "$own" && says '^add to compose.yml: +include: ' || return 1
  sed -i '1i include: [compose.slackwater.yml]' "$own/compose.yml"
  ends 0 docker compose --project-directory "$own" -f "$own/compose.yml" config --services || return 1
  [ "$(LC_ALL=C sort "$TOOLS/said" | paste -sd,)" = backrest,db,nginx,slackwater ] || wrong "the services are $(cat "$TOOLS/said")"
}

management_ends_as_it_says() {
  local m=("$MANAGEMENT" --directory "$TOOLS/stack")
  ends 3 "${m[@]}" && ends 3 "${m[@]}" nonsense && says 'unknown command nonsense' && ends 3 "${m[@]}" status more && ends 3 "${m[@]}" restore x || return 1
  ends 3 "${m[@]}" status --wait && ends 3 "${m[@]}" backup --timeout soon && ends 0 "${m[@]}" --help && says 'Exit codes' || return 1
  # Nothing listens on port 1; and without a token nobody is asked.
  local command
  for command in status backup list verify logs schedule coverage health; do
    ends 4 "${m[@]}" --url http://127.0.0.1:1 "$command" && says '^error: .*127.0.0.1:1' || return 1
  done
  ends 4 "$MANAGEMENT" --directory "$TOOLS" status && says 'token file .* is not there.*--directory' || return 1
  ends 3 "$SLACKWATER_ROOT/scripts/quickstart.sh" --dwn && says 'unknown argument --dwn'
}

# Of the stack that the quickstart left, which is well.
management_tells_how_the_stack_is() {
  local m=("$MANAGEMENT" --directory "$STACK") policy="$STACK/backrest-config/policy.yml"
  TOOLS="$(mktemp -d)"
  ends 0 "${m[@]}" status && ends 0 "${m[@]}" coverage && ends 0 "${m[@]}" verify && ends 0 "${m[@]}" doctor || return 1
  ends 1 "${m[@]}" restore "$PROJECT--db--app" --database app && says 'Restore refused: database app exists already' || return 1
  ends 3 "${m[@]}" list "$PROJECT--db--ap" && says "did you mean '$PROJECT--db--app'" || return 1
  cp -p "$policy" "$TOOLS/policy.yml"
  printf 'nonsense: 1\n' >>"$policy"
  until_true 60 "degraded health" status_is 2 && says 'policy' && ends 2 "${m[@]}" doctor && says 'PROBLEM .*nonsense' || return 1
  cat "$TOOLS/policy.yml" >"$policy"
  until_true 60 "good health" status_is 0 || return 1
  rm -rf "$TOOLS"
}
status_is() {
  local code=0
  "$MANAGEMENT" --directory "$STACK" status >"$TOOLS/said" 2>&1 || code=$?
  [ "$code" = "$1" ]
}

tool_tests() {
  local test
  TOOLS="$(mktemp -d)"
  has openssl || apt_install openssl
  for test in the_scripts_are_clean a_check_changes_nothing setup_makes_everything_and_then_nothing_more setup_says_what_is_wrong \
    setup_takes_a_certificate setup_joins_a_stack_of_ones_own management_ends_as_it_says; do
    step "scripts: ${test//_/ }" "$test"
  done
  as_root rm -rf "$TOOLS"
}
