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

# judged <directory> <docker_facts...>: what setup says of such a Docker, its problems, and the socket it would put into .env.
judged() {
  local directory="$1"
  shift
  # shellcheck disable=SC2016
  DIR="$directory" bash -euc '. "$1"; shift; printf "%s\n" "$@" | { judge_docker; say "root=$DATA_ROOT socket=$ROOTLESS_SOCKET problems=$PROBLEMS"; }' \
    judged "$SLACKWATER_ROOT/scripts/lib/setup.sh" "$@"
}

# As `docker info` says it on each of them.
setup_knows_the_kinds_of_docker() {
  local plain='[name=apparmor name=seccomp,profile=builtin name=cgroupns]' socket=unix:///var/run/docker.sock
  ends 0 judged /srv/stack 'Debian GNU/Linux 12 (bookworm)' /var/lib/docker "$plain" "$socket" && says 'root=/var/lib/docker socket= problems=0' || return 1
  if grep -q note "$TOOLS/said"; then wrong "it has something to say of a plain Docker: $(cat "$TOOLS/said")"; return 1; fi
  ends 0 judged /home/ann/stack 'Ubuntu 24.04.2 LTS' /home/ann/.local/share/docker '[name=seccomp,profile=builtin name=rootless name=cgroupns]' \
    unix:///run/user/1000/docker.sock && says 'note +rootless Docker' && says 'root=/home/ann/.local/share/docker socket=/run/user/1000/docker.sock problems=0' || return 1
  ends 0 judged /srv/stack 'Ubuntu 24.04.2 LTS' /var/lib/docker/165536.165536 '[name=apparmor name=seccomp,profile=builtin name=cgroupns name=userns]' \
    "$socket" && says 'note +user namespaces' && says 'problems=0' || return 1
  ends 0 judged /home/ann/stack 'Ubuntu Core 22' /var/snap/docker/common/var-lib-docker "$plain" "$socket" && says 'note +Docker from a snap' && says 'problems=0' || return 1
  ends 0 judged /srv/stack 'Ubuntu Core 22' /var/snap/docker/common/var-lib-docker "$plain" "$socket" && says 'PROBLEM +Docker from a snap' && says 'problems=1' || return 1
  ends 0 judged /home/ann/stack 'Docker Desktop' /var/lib/docker '[name=seccomp,profile=unconfined name=cgroupns]' \
    unix:///home/ann/.docker/desktop/docker.sock && says 'note +Docker Desktop' && says 'socket= problems=0' || return 1
  ends 0 judged /srv/stack 'Debian GNU/Linux 12 (bookworm)' /var/lib/docker "$plain" tcp://10.0.0.7:2376 && says 'PROBLEM +tcp://10.0.0.7:2376 is another machine' &&
    says 'problems=1' || return 1
  ends 0 judged /srv/stack '' '' '[]' "$socket" && says 'PROBLEM +no Docker answers' && says 'problems=1'
}

# A `docker` that is rootless, or nobody's.
setup_writes_what_rootless_docker_needs() {
  local bin="$TOOLS/bin" own="$TOOLS/rootless"
  mkdir "$bin" "$own"
  cat >"$bin/docker" <<'SH'
#!/bin/sh
case "$*" in
  "info -f {{.SecurityOptions}}") echo '[name=seccomp,profile=builtin name=rootless name=cgroupns]' ;;
  "info "*) printf '%s\n' 'Ubuntu 24.04.2 LTS' /home/ann/.local/share/docker '[name=seccomp,profile=builtin name=rootless name=cgroupns]' ;;
  "context "*) echo unix:///run/user/1000/docker.sock ;;
  "compose version"*) echo 'Docker Compose version v2.39.1' ;;
  ps* | "image inspect "*) ;;
  *) echo "docker $*" >&2; exit 1 ;;
esac
SH
  chmod 0755 "$bin/docker"
  ends 0 env PATH="$bin:$PATH" "$SETUP" --directory "$own" && grep -qx 'DOCKER_SOCKET=/run/user/1000/docker.sock' "$own/.env" &&
    grep -Eqx 'SLACKWATER_HTTPS=(8443|184..)' "$own/.env" && grep -qx 'DOCKER_DATA_ROOT=/home/ann/.local/share/docker' "$own/.env" ||
    wrong ".env: $(cat "$own/.env")" || return 1
  printf '#!/bin/sh\nexit 1\n' >"$bin/docker"
  ends 1 env PATH="$bin:$PATH" "$SETUP" --directory "$own" --check && says 'PROBLEM +no Docker answers' || return 1
  printf '#!/bin/sh\necho podman version 5.4.2\n' >"$bin/docker"
  ends 1 env PATH="$bin:$PATH" "$SETUP" --directory "$own" --check && says "PROBLEM .*Podman's"
}

# A `docker` as on a plain host where nothing runs, but what is in the file RUNS beside it.
plain_docker() {
  mkdir -p "$TOOLS/plain"
  cat >"$TOOLS/plain/docker" <<'SH'
#!/bin/sh
case "$*" in
  "info -f {{.SecurityOptions}}") echo '[name=cgroupns]' ;;
  "info "*) printf '%s\n' 'Debian GNU/Linux 12 (bookworm)' /var/lib/docker '[name=cgroupns]' ;;
  "context "*) echo unix:///var/run/docker.sock ;;
  "ps "*"volume="*) cat "${0%/*}/RUNS" 2>/dev/null || : ;;
  "compose version"*) echo 'Docker Compose version v2.39.1' ;;
  "ps -aq "*role=sidecar*) echo sidecar ;;
  "inspect "*) ;;
  "run "*"policy check") [ ! -e "${0%/*}/WRONG_POLICY" ] || { echo 'policy.yml:2:1: planz: unknown key' >&2; exit 1; } ;;
  "image inspect "*io.slackwater.inputs*" slackwater/"*) cat "${0%/*}/LABEL" 2>/dev/null || : ;;
  "build "*"-t slackwater/"*) printf '%s\n' "$*" | sed 's/.*io.slackwater.inputs=\([^ ]*\).*/\1/' >"${0%/*}/LABEL" ;;
  ps* | "image inspect "*) ;;
  *) echo "docker $*" >&2; exit 1 ;;
esac
SH
  chmod 0755 "$TOOLS/plain/docker"
}
# plain <code> <directory> <arguments...>: setup there.
plain() { local code="$1" own="$2"; shift 2; ends "$code" env PATH="$TOOLS/plain:$PATH" "$SETUP" --directory "$own" "$@"; }
# signs_in <config.json> <password file>: whether Backrest's user has that password.
signs_in() {
  # shellcheck disable=SC2016
  H="$(jq -r '.auth.users[] | select(.name == "slackwater").passwordBcrypt | @base64d' "$1")" P="$(cat "$2")" \
    perl -e 'exit(crypt($ENV{P}, $ENV{H}) eq $ENV{H} ? 0 : 1)' || wrong "the password in $2 is not that of $(cat "$1")"
}

setup_follows_the_policy_until_backrest_starts() {
  local own="$TOOLS/late" config="$TOOLS/late/data/backrest/config.json"
  plain_docker
  plain 0 "$own" || return 1
  sed -i 's/^instance: .*/instance: 2nd-shop/' "$own/backrest-config/policy.yml"
  plain 1 "$own" --check && says "PROBLEM .*config.json has the instance demo-stack, .*policy.yml has 2nd-shop: run this without --check" || return 1
  cp "$config" "$TOOLS/before.json"
  plain 0 "$own" && plain 0 "$own" --check || return 1
  [ "$(jq -S . "$config")" = "$(jq -S '.instance = "2nd-shop"' "$TOOLS/before.json")" ] || wrong "config.json: $(cat "$config")" || return 1
  # As Backrest leaves it after its first start: that instance is its own.
  jq '.sync.identity.keyId = "ed25519.x"' "$config" >"$TOOLS/before.json" && cp "$TOOLS/before.json" "$config"
  sed -i 's/^instance: .*/instance: third/' "$own/backrest-config/policy.yml"
  plain 1 "$own" && says 'PROBLEM .*has the instance 2nd-shop, .*has third, and Backrest was started with 2nd-shop: put back' || return 1
  cmp "$config" "$TOOLS/before.json" || wrong "a started Backrest's instance was changed" || return 1
  sed -i 's/^instance: .*/instance: 2nd-shop/' "$own/backrest-config/policy.yml"
  streams_header_is_looked_at "$own" || return 1
  sed -i 's/^instance: .*/instance: third/' "$own/backrest-config/policy.yml"
  echo 'SLACKWATER_BACKREST_URL=' >>"$own/.env"
  plain 0 "$own" --check
}
# Slackwater makes it; setup only looks. Missing is wrong only when both have been at work.
streams_header_is_looked_at() {
  local header="$1/secrets/stream/header"
  plain 0 "$1" --check || return 1
  : >"$1/secrets/keys/critical.key"
  plain 1 "$1" --check && says "PROBLEM .*stream/header is missing" || return 1
  echo garbage >"$header"
  plain 1 "$1" && says "PROBLEM .*stream/header is no line 'Authorization: Bearer TOKEN'" || return 1
  echo 'Authorization: Bearer 0123456789abcdef' >"$header"
  plain 0 "$1" --check && rm "$header" "$1/secrets/keys/critical.key"
}

setup_gives_backrest_the_password_that_is_there() {
  local own="$TOOLS/lost" config="$TOOLS/lost/data/backrest/config.json" other='"name":  "ann",
        "passwordBcrypt":  "QU5O"'
  plain_docker
  plain 0 "$own" && signs_in "$config" "$own/secrets/backrest.password" || return 1
  rm "$own/secrets/backrest.password"
  plain 0 "$own" && signs_in "$config" "$own/secrets/backrest.password" || return 1
  # As Backrest writes it, with a user of one's own on both sides.
  jq --indent 2 '.sync.identity.keyId = "ed25519.x"' "$config" | sed -e 's/": /":  /' >"$config.new"
  OTHER="$other" perl -0pi -e 's/(\{\s*"name":\s*"slackwater".*?\})/{ $ENV{OTHER} },\n $1,\n { $ENV{OTHER} }/s' "$config.new" && mv "$config.new" "$config"
  chmod 0600 "$config"
  cp "$config" "$TOOLS/before.json"
  echo another-password-than-before >"$own/secrets/backrest.password"
  plain 1 "$own" --check && says 'PROBLEM .*slackwater in .*config.json has not the password in .*backrest.password.*docker compose stop backrest' || return 1
  echo 4711 >"$TOOLS/plain/RUNS"
  plain 1 "$own" && says 'PROBLEM .*has not the password' && cmp "$config" "$TOOLS/before.json" || return 1
  rm "$TOOLS/plain/RUNS"
  plain 0 "$own" && signs_in "$config" "$own/secrets/backrest.password" || return 1
  [ "$(sed 3,99s/JDJ.*// "$config")" = "$(sed 3,99s/JDJ.*// "$TOOLS/before.json")" ] && [ "$(grep -c '"QU5O"' "$config")" = 2 ] || wrong "more was changed: $(diff "$config" "$TOOLS/before.json")"
}

setup_looks_into_the_files() {
  local port own="$TOOLS/looked" hash='$2b$12$abcdefghijklmnopqrstuuVPHt0P/dL2KIzzlmkJCwZq1LDi9ePGS'
  plain_docker
  plain 0 "$own" || return 1
  printf '\n' >"$own/secrets/api.token"
  printf '# people\n\nann:viewer:%s\nbob:admin:hunter22\neve:root:%s' "$hash" "$hash" >"$own/secrets/users"
  sed -i '/^SLACKWATER_HTTPS=/d' "$own/.env"
  echo 'SLACKWATER_HTTPS=abc' >>"$own/.env"
  plain 1 "$own" --check && says 'PROBLEM .*api.token is no token' && says 'PROBLEM .*users, line 4, is not' && says 'PROBLEM .*users, line 5, is not' &&
    says 'PROBLEM +SLACKWATER_HTTPS=abc in .env is no port' && says '^not ready: 4 ' || return 1
  if grep -q hunter22 "$TOOLS/said"; then wrong "it shows what is in the users file"; return 1; fi
  printf 'a b\000c, and more of it' >"$own/secrets/api.token"
  plain 1 "$own" --check && says 'PROBLEM .*api.token is no token' || return 1
  printf '0123456789abcdef\n' >"$own/secrets/api.token"
  printf 'ann:viewer:%s' "$hash" >"$own/secrets/users"
  for port in $(seq 18600 18700); do port_is_free "$port" && break; done
  sed -i "s/^SLACKWATER_HTTPS=.*/SLACKWATER_HTTPS=\"127.0.0.1:$port\"  # not for all/" "$own/.env"
  plain 0 "$own" --check || return 1
  plain 3 "$TOOLS/mistyped/x/y" && says "mistyped/x/y: there is no directory $TOOLS/mistyped/x" && [ ! -e "$TOOLS/mistyped" ] || wrong "it made $TOOLS/mistyped"
}

setup_knows_a_users_file_with_nobody_in_it() {
  local own="$TOOLS/nobody"
  plain_docker
  mkdir -p "$own/secrets"
  printf '# people\n\n  # nobody yet\n' >"$own/secrets/users"
  chmod 0700 "$own/secrets" && chmod 0600 "$own/secrets/users"
  plain 1 "$own" && says 'PROBLEM .*nobody is in .*secrets/users, so nobody can sign in: delete it' && says '^not ready: 1 ' || return 1
  plain 1 "$own" --check && says 'PROBLEM .*nobody is in' || return 1
  rm "$own/secrets/users"
  plain 0 "$own" && says '^then: .* user admin, password in ' || return 1
  sed -i 's/^admin:/ann:/' "$own/secrets/users"
  plain 0 "$own" --check && says '^then: .* as a user in .*secrets/users'
}

setup_builds_an_image_of_other_sources_again() {
  local own="$TOOLS/pulled" image
  plain_docker
  image="$(sed -n 's/.*SLACKWATER_IMAGE:-\([^}]*\)}.*/\1/p' "$SLACKWATER_ROOT/compose.yml.example" | head -n 1)"
  # Nobody knows of what an image without the label was made.
  plain 0 "$own" && says "ok +the image $image is here" || return 1
  echo older >"$TOOLS/plain/LABEL"
  plain 1 "$own" --check && says "PROBLEM +the image $image is not of the sources .* run this without --check" || return 1
  SLACKWATER_IMAGE=example.org/own:1 plain 0 "$own" --check || return 1
  SLACKWATER_BUILD_IN_DOCKER=1 plain 0 "$own" && says "made +the image $image" || return 1
  plain 0 "$own" --check && says "ok +the image $image is here"
}

setup_makes_what_a_stack_includes_already() {
  local own="$TOOLS/including"
  plain_docker
  mkdir "$own"
  printf 'include: [compose.slackwater.yml]\nservices: { db: { image: "redis:8" } }\n' >"$own/compose.yml"
  plain 0 "$own" && grep -q '^  slackwater:' "$own/compose.slackwater.yml" || wrong "it is not there: $(cat "$TOOLS/said")" || return 1
  if grep -q '^add to' "$TOOLS/said"; then wrong "it asks for what is there"; return 1; fi
  rm "$own/compose.slackwater.yml"
  plain 1 "$own" --check && says 'PROBLEM +compose.yml includes compose.slackwater.yml, which is missing: run this without --check' || return 1
  printf 'include:\n  - compose.slackwater.yml # ours.yml\n  - path: ./more/other.yaml\nservices: { db: { image: "redis:8", env_file: no.yml } }\n' >"$own/compose.yml"
  plain 1 "$own" && says 'PROBLEM +compose.yml includes ./more/other.yaml, and there is no .*/including/more/other.yaml' && says '^not ready: 1 '
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

two_stacks_never_pick_the_same_port() {
  local pick='. "$0/common.sh"; . "$0/docker.sh"; PROJECT="slackwater-ports-$1"' name=slackwater-ports-stopped
  # The second while the first one still runs.
  ends 0 bash -c "$pick; pick_ports; echo \"\$PORT \$HTTPS_PORT\"; bash -c '$pick; pick_ports; echo \"\$PORT \$HTTPS_PORT\"' \"\$0\" b" "$SLACKWATER_ROOT/scripts/lib" a || return 1
  [ "$(tr ' ' '\n' <"$TOOLS/said" | sort -u | wc -l)" = 4 ] || wrong "they picked $(paste -sd, "$TOOLS/said")" || return 1
  docker rm -f "$name" >/dev/null 2>&1 || true
  docker create --name "$name" -p 127.0.0.1:18791:80 debian:trixie-slim true >/dev/null
  ends 0 bash -c "$pick; pick_port GOT nginx 80 18791 18792; echo \"got \$GOT\"" "$SLACKWATER_ROOT/scripts/lib" c && says '^got 18792$' || { docker rm -f "$name" >/dev/null; return 1; }
  docker rm -f "$name" >/dev/null
}

management_ends_as_it_says() {
  local m=("$MANAGEMENT" --directory "$TOOLS/stack")
  ends 3 "${m[@]}" && ends 3 "${m[@]}" nonsense && says 'unknown command nonsense' && ends 3 "${m[@]}" status more && ends 3 "${m[@]}" restore x && ends 3 "${m[@]}" acknowledge && ends 3 "${m[@]}" check || return 1
  ends 3 "${m[@]}" status --wait && ends 3 "${m[@]}" backup --timeout soon && ends 0 "${m[@]}" --help && says 'Exit codes' || return 1
  # Nothing listens on port 1; and without a token nobody is asked.
  local command
  for command in status backup list verify logs schedule coverage health; do
    ends 4 "${m[@]}" --url http://127.0.0.1:1 "$command" && says '^error: .*127.0.0.1:1' || return 1
    ! grep -q '^curl' "$TOOLS/said" || wrong "curl speaks in between: $(cat "$TOOLS/said")" || return 1
  done
  ends 4 "${m[@]}" --url http://127.0.0.1:1 check system && ends 4 "$MANAGEMENT" --directory "$TOOLS" status && says 'token file .* is not there.*--directory' || return 1
  ends 3 "$SLACKWATER_ROOT/scripts/quickstart.sh" --dwn && says 'unknown argument --dwn'
}

management_shows_real_names_and_each_attempt() {
  local show='. "$0"; names() { printf "%s" "$NAMES"; }; show_runs'
  printf '%s' '[{"dataset":"shop--db--my-db--6d1f4e0a","state":"SUCCEEDED","started":"2026-01-02T03:04:05.6Z","seconds":1.26,"bytes":5,
    "snapshot":"0123456789","id":"r1","message":"It is empty.","earlier":[{"attempt":1,"reason":"locked"},{"attempt":2,"reason":"away"}]},
    {"dataset":"shop-db-app","state":"FAILED","started":null,"seconds":0,"bytes":null,"snapshot":null,"id":"r2","message":"no room","earlier":[]},
    {"dataset":"shop-db-app","state":"SUCCEEDED","started":null,"seconds":0,"bytes":null,"snapshot":null,"id":"r3","message":"","damaged":"2026-01-03T03:04:05.6Z","earlier":[]}]' >"$TOOLS/runs"
  NAMES='{"shop--db--my-db--6d1f4e0a":"my_db","shop-db-app":"app"}' ends 0 bash -c "$show <\"\$1\"" "$SLACKWATER_ROOT/scripts/lib/management.sh" "$TOOLS/runs" || return 1
  says '^shop--db--my-db--6d1f4e0a \(my_db\) .* r1 +It is empty\.; attempt 2: away; attempt 1: locked$' && says '^shop-db-app  .* r2 +no room$' && says '^shop-db-app  .* r3 +ITS SNAPSHOT WAS FOUND DAMAGED at 2026-01-03T03:04:05Z$'
}

# In the terminal, and not in the JSON, of a restore and of a download.
restore_says_what_is_in_doubt_and_goes_on() {
  local lib="$SLACKWATER_ROOT/scripts/lib/management.sh" restore status='{"id":"x","state":"%s","target":"volume v","message":"","warning":%s}'
  restore='. "$0"; NAME=shop-files SNAPSHOT=4f3c2a1b WORKLOAD= FILE= TIMEOUT=5; ask() { case "$1" in POST)
    if [ -n "${4:-}" ]; then printf data >"$4"; printf "HTTP/1.1 200 OK\r\nSlackwater-Warning: In doubt.\r\n\r\n" >"$5"; else printf "%s" "$BEGUN"; fi ;; *) printf "%s" "$ENDED" ;; esac; }; '
  # shellcheck disable=SC2059
  export BEGUN ENDED; BEGUN="$(printf "$status" RUNNING '"In doubt."')" ENDED="$(printf "$status" SUCCEEDED '"In doubt."')"
  ends 0 bash -euc "${restore}JSON=; TARGETS=(volume v); command_restore" "$lib" && says '^warning: In doubt\.$' && says '^SUCCEEDED  volume v' || return 1
  ends 0 bash -euc "${restore}JSON=1; TARGETS=(volume v); command_restore 2>/dev/null" "$lib" && says '"warning":"In doubt."' && ! grep -q '^warning' "$TOOLS/said" || return 1
  rm -f "$TOOLS/file"
  ends 0 bash -euc "${restore}JSON=; TARGETS=(download $TOOLS/file); command_restore" "$lib" && says '^warning: In doubt\.$' && [ "$(cat "$TOOLS/file")" = data ] || return 1
  # shellcheck disable=SC2059
  BEGUN="$(printf "$status" RUNNING null)" ENDED="$(printf "$status" SUCCEEDED null)"
  ends 0 bash -euc "${restore}JSON=; TARGETS=(volume v); command_restore" "$lib" && ! grep -q '^warning' "$TOOLS/said"
}

# With answers as Slackwater gives them.
verify_tells_what_is_damaged_and_what_is_gone() {
  local lib="$SLACKWATER_ROOT/scripts/lib/management.sh" verify
  verify='. "$0"; JSON= NAME= WAIT=1 TIMEOUT=5; ask() { if [ "$1" = GET ]; then printf "%s" "$ANSWER"; fi; }; command_'
  row() { printf '{"dataset":"shop-%s","name":null,"verdict":"%s","level":"%s","ended":null,"message":"%s","snapshot":"0123456789","data":null}' "$@"; }
  ANSWER="[$(row a SUCCEEDED OK '')]" ends 0 bash -euc "${verify}verify" "$lib" || return 1
  ANSWER="[$(row a SUCCEEDED OK ''),$(row b VANISHED DEGRADED 'Not in it.')]" ends 2 bash -euc "${verify}verify" "$lib" &&
    says '^shop-b +VANISHED .* Not in it\.$' || return 1
  ANSWER="[$(row a DAMAGED FAILED 'Found so.'),$(row b LOST DEGRADED '')]" ends 1 bash -euc "${verify}verify" "$lib" && says '^shop-a +DAMAGED .*Found so\.$' || return 1
  ANSWER='[{"id":"system","check":"GOOD","alarm":null}]' ends 0 bash -euc "${verify/NAME=/NAME=system}check" "$lib" && says '^GOOD  repository system$' || return 1
  ANSWER='[{"id":"system","check":"GOOD","alarm":"Lost."}]' ends 2 bash -euc "${verify/NAME=/NAME=system}check" "$lib" || return 1
  ANSWER='[{"id":"system","check":"FAILED","alarm":"A pack."}]' ends 1 bash -euc "${verify/NAME=/NAME=system}check" "$lib" && says '^FAILED  repository system: A pack\.$'
}

# Answers as Slackwater gives them, from files, with the certificate that setup makes: of a stack with two alarms.
two_alarms_answer() {
  local own="$1" port="$2" answers="$TOOLS/answers"
  mkdir -p "$answers/q/health/group" "$answers/api/v1"
  echo '{"status":"UP","checks":[]}' >"$answers/q/health/ready"
  echo '{"status":"DOWN","checks":[{"name":"backups","status":"DOWN","data":{"datasets":2,"down":2}},
    {"name":"shop-db","status":"DOWN","data":{"state":"stale","plan":"critical","reason":"Too old."}},
    {"name":"shop-new","status":"DOWN","data":{"state":"never","plan":"critical","reason":"Never yet."}},
    {"name":"shop--db--we-ird-db--1","status":"DOWN","data":{"state":"vanished","plan":"critical","name":"we  ird-DB","reason":"It is not there."}}]}' >"$answers/q/health/group/backups"
  printf '%s\n' '[{"key":"policy:rejected","severity":"warning","title":"The policy is wrong","detail":"policy.yml:3:1:\n nonsense.","remedy":"Mend it."},
    {"key":"stale:shop-db","severity":"critical","title":"Dataset shop-db has no fresh backup","detail":"Too old.","remedy":"Start one."}]' >"$answers/api/v1/alarms"
  echo '[]' | tee "$answers/api/v1/schedule" >"$answers/api/v1/repositories"
  echo '{"datasets":2,"alarms":1,"uncovered":[{"severity":"NOTE","subject":"volume web","reason":"no data","remedy":"nothing"},
    {"severity":"ALARM","subject":"service mysql","reason":"nobody has it","remedy":"did you mean mysql?"}]}' >"$answers/api/v1/coverage"
  (cd "$answers" && exec openssl s_server -WWW -quiet -accept "127.0.0.1:$port" -cert "$own/secrets/tls/fullchain.pem" -key "$own/secrets/tls/privkey.pem") \
    >/dev/null 2>&1 &
}

management_trusts_the_certificate_and_shows_all_that_is_wrong() {
  local own="$TOOLS/alarmed" port server bad=''
  plain_docker
  plain 0 "$own" || return 1
  for port in $(seq 18600 18700); do port_is_free "$port" && break; done
  two_alarms_answer "$own" "$port"
  server=$!
  local m=(env -u CURL_CA_BUNDLE "PATH=$TOOLS/plain:$PATH" "$MANAGEMENT" --directory "$own" --url "https://localhost:$port")
  # From another machine, which has the token and knows no certificate.
  local far=(env -u CURL_CA_BUNDLE "$MANAGEMENT" --directory "$TOOLS/answers" --token-file "$own/secrets/api.token" --url "https://localhost:$port")
  until_true 10 "the answers" ends 0 "${m[@]}" schedule 2>/dev/null && ends 4 "${far[@]}" schedule && says 'certificate .* is not trusted: --cacert' &&
    ends 0 "${far[@]}" --cacert "$own/secrets/tls/fullchain.pem" schedule && ends 4 "${far[@]}" --cacert /nowhere schedule && says '/nowhere is not there' || bad=1
  ends 2 "${m[@]}" status && says '^shop--db--we-ird-db--1 \(we  ird-DB\) +DOWN +vanished' || bad=1
  ends 2 "${m[@]}" doctor &&
    says '^PROBLEM +each dataset .* warning  The policy is wrong: policy.yml:3:1: nonsense. Mend it.$' &&
    says '^ +critical  Dataset shop-db has no fresh backup: Too old. Start one.$' && says '^ +down  shop-new: Never yet.$' &&
    says '^ +warning  Not protected: service mysql: Nobody has it. Did you mean mysql\?$' || bad=1
  [ "$(grep -c shop-db "$TOOLS/said")" = 1 ] || wrong "it says so twice: $(cat "$TOOLS/said")" || bad=1
  ends 2 "${m[@]}" --json doctor && jq -e '.[4] | .code == 2 and (.detail | split("\n") | length == 5)' <"$TOOLS/said" >/dev/null || wrong "$(cat "$TOOLS/said")" || bad=1
  # With a wrong policy nothing runs that could say so.
  : >"$TOOLS/plain/WRONG_POLICY"
  ends 2 "${m[@]}" doctor && says '^PROBLEM +the policy is right .* policy.yml:2:1: planz: unknown key' || bad=1
  rm "$TOOLS/plain/WRONG_POLICY"
  # What is not covered is no alarm yet, and all else is well: coverage and status say the same.
  echo '[]' >"$TOOLS/answers/api/v1/alarms"
  echo '{"status":"UP","checks":[]}' >"$TOOLS/answers/q/health/group/backups"
  ends 2 "${m[@]}" coverage && ends 2 "${m[@]}" status && says '^warning  Not protected: service mysql: ' || bad=1
  echo '{"datasets":2,"alarms":0,"uncovered":[]}' >"$TOOLS/answers/api/v1/coverage"
  ends 0 "${m[@]}" coverage && ends 0 "${m[@]}" status || bad=1
  management_goes_through_nginx "$own" "https://localhost:$port" || bad=1
  kill "$server"
  [ -z "$bad" ]
}
# As the test before left the answers, from where health is not shown: by a copy of the script and its library alone.
management_goes_through_nginx() {
  mkdir -p "$TOOLS/copy/lib"
  cp "$MANAGEMENT" "$TOOLS/copy/" && cp "$SLACKWATER_ROOT/scripts/lib/management.sh" "$TOOLS/copy/lib/"
  local a="$TOOLS/answers/api/v1" far=(env -u CURL_CA_BUNDLE "$TOOLS/copy/backrest-management.sh" --directory "$TOOLS/answers"
    --token-file "$1/secrets/api.token" --url "$2")
  ends 4 "${far[@]}" status && says 'certificate .* is not trusted: --cacert' && ends 4 "${far[@]}" health && says 'is not trusted' || return 1
  far+=(--cacert "$1/secrets/tls/fullchain.pem")
  rm -r "$TOOLS/answers/q"
  echo '[{"task":"plan","name":"critical","next":"2026-01-03T03:00:00Z"},{"task":"plan","name":"off","next":null}]' >"$a/schedule"
  echo '[{"id":"shop-db-app","name":"app","plan":"critical","lastSuccess":"2026-01-02T03:04:05.6Z"},{"id":"shop-x","name":"x","plan":"off"}]' >"$a/datasets"
  ends 4 "${far[@]}" health && says 'health is not shown at https://localhost:[0-9]+: only on the loopback port' || return 1
  ends 0 "${far[@]}" status && says '^shop-db-app +UP +fresh +critical +2026-01-02T03:04:05Z' && says '^shop-x +UP +disabled' && says '^note: health is not shown' || return 1
  ends 2 "${far[@]}" doctor && says '^PROBLEM +files.* this check needs the product.s directory' && says '^ok +answers' && says '^ok +each dataset' || return 1
  sed -i 's/"off"}/"critical"}/' "$a/datasets"
  ends 2 "${far[@]}" status && says '^shop-x +DOWN +never' || return 1
  echo '[{"key":"stale:shop-db-app","severity":"critical","title":"T","detail":"Too old.","remedy":"R."}]' >"$a/alarms"
  ends 2 "${far[@]}" --json status && jq -e '.backups.by == "api" and .backups.checks[0].data.state == "stale"' <"$TOOLS/said" >/dev/null || wrong "$(cat "$TOOLS/said")"
}

# Of the stack that the quickstart left, which is well.
management_tells_how_the_stack_is() {
  local m=("$MANAGEMENT" --directory "$STACK") policy="$STACK/backrest-config/policy.yml"
  TOOLS="$(mktemp -d)"
  ends 0 "${m[@]}" status && ends 0 "${m[@]}" coverage && ends 0 "${m[@]}" verify && ends 0 "${m[@]}" doctor || return 1
  ends 1 "${m[@]}" restore "$PROJECT--db--app" --database app && says 'Restore refused: database app exists already' || return 1
  ends 3 "${m[@]}" list "$PROJECT--db--ap" && says "did you mean '$PROJECT--db--app'" || return 1
  ends 0 "${m[@]}" acknowledge "$PROJECT--db--app" && says '^acknowledged ' && ends 3 "${m[@]}" acknowledge "$PROJECT--db--ap" && says 'did you mean' || return 1
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
    setup_knows_the_kinds_of_docker setup_writes_what_rootless_docker_needs setup_takes_a_certificate setup_joins_a_stack_of_ones_own \
    setup_follows_the_policy_until_backrest_starts setup_gives_backrest_the_password_that_is_there setup_looks_into_the_files \
    setup_makes_what_a_stack_includes_already setup_knows_a_users_file_with_nobody_in_it setup_builds_an_image_of_other_sources_again \
    two_stacks_never_pick_the_same_port management_ends_as_it_says management_shows_real_names_and_each_attempt \
    restore_says_what_is_in_doubt_and_goes_on \
    verify_tells_what_is_damaged_and_what_is_gone \
    management_trusts_the_certificate_and_shows_all_that_is_wrong; do
    step "scripts: ${test//_/ }" "$test"
  done
  as_root rm -rf "$TOOLS"
}
