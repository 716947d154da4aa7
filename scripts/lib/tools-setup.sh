# shellcheck shell=bash
# Tests of backrest-setup.sh, without a stack. Sourced beside tools.sh, which has what they share and runs them.

SETUP="$SLACKWATER_ROOT/scripts/backrest-setup.sh"

setup_check_changes_nothing() {
  fresh "$TOOLS/fresh"
  ends 1 "$SETUP" --directory "$TOOLS/fresh" --check && says 'PROBLEM .*api.token is missing' && says '^not ready: ' || return 1
  [ -z "$(ls -A "$TOOLS/fresh")" ] || wrong "--check made $(ls -A "$TOOLS/fresh")"
}

setup_creates_all_files_and_can_run_again() {
  local before
  as_root rm -rf "$TOOLS/stack" "$TOOLS/made"
  ends 0 "$SETUP" --directory "$TOOLS/stack" && says '^ready: ' || return 1
  [ -z "$(find "$TOOLS/stack/secrets" -type f ! -perm 0600)$(find "$TOOLS/stack/secrets" -type d ! -perm 0700)" ] || wrong "modes: $(find "$TOOLS/stack/secrets" -ls)" || return 1
  if grep -qFf "$TOOLS/stack/secrets/admin.password" "$TOOLS/said"; then wrong "the password is printed without a terminal"; return 1; fi
  grep -Eq '^admin:admin:\$2[aby]\$12\$.{53}$' "$TOOLS/stack/secrets/users" || wrong "users: $(cat "$TOOLS/stack/secrets/users")" || return 1
  [ "$(grep -c @ "$TOOLS/stack/data/backrest/config.json")" = 0 ] && jq -e '.auth.users[0].passwordBcrypt | @base64d | test("^\\$2[aby]\\$10\\$")' \
    <"$TOOLS/stack/data/backrest/config.json" >/dev/null || wrong "config.json: $(cat "$TOOLS/stack/data/backrest/config.json")" || return 1
  ends 0 docker compose --project-directory "$TOOLS/stack" -f "$TOOLS/stack/compose.yml.example" --profile demo config -q || return 1
  before="$(state_of "$TOOLS/stack")"
  ends 0 "$SETUP" --directory "$TOOLS/stack" && ends 0 "$SETUP" --directory "$TOOLS/stack" --check || return 1
  [ "$before" = "$(state_of "$TOOLS/stack")" ] || wrong "a second run of setup changed something: $(diff <(echo "$before") <(state_of "$TOOLS/stack"))" || return 1
  cp -a "$TOOLS/stack" "$TOOLS/made"
}
# Gives the next tests the stack of that test, also when a first try changed it.
stack_as_made() { as_root rm -rf "$TOOLS/stack" && cp -a "$TOOLS/made" "$TOOLS/stack"; }

setup_reports_problems() {
  local port
  stack_as_made
  chmod 0644 "$TOOLS/stack/secrets/api.token"
  ends 1 "$SETUP" --directory "$TOOLS/stack" --check && says 'PROBLEM .*api.token has mode 644: chmod 0600' || return 1
  chmod 0600 "$TOOLS/stack/secrets/api.token"
  for port in $(seq 18600 18700); do port_is_free "$port" && break; done
  perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalAddr => "127.0.0.1:$ARGV[0]", Listen => 1, ReuseAddr => 1) or die; print "listens\n"; close STDOUT; sleep 120' "$port" >"$TOOLS/listens" &
  until_true 30 "a listener" grep -q listens "$TOOLS/listens" || true
  ends 1 env SLACKWATER_HTTPS="$port" "$SETUP" --directory "$TOOLS/stack" --check && says "PROBLEM .*port $port is in use.*SLACKWATER_HTTPS" || { kill $!; return 1; }
  kill $!
  wait $! 2>/dev/null || true
  # Another stack on this host may use the default port.
  ends 0 env SLACKWATER_HTTPS="$port" "$SETUP" --directory "$TOOLS/stack" --check && says '^every container on this host .* projects: \[NAME\] in backrest-config/policy.yml' || return 1
  printf 'projects: [my-stack]\n' >>"$TOOLS/stack/backrest-config/policy.yml"
  ends 0 env SLACKWATER_HTTPS="$port" "$SETUP" --directory "$TOOLS/stack" --check && { ! grep 'every container' "$TOOLS/said" || wrong "setup says that every container is backed up, although the policy names projects"; } || return 1
  stack_as_made
  ends 0 env SLACKWATER_HTTPS="$port" SLACKWATER_IMAGE=example.org/own:1 "$SETUP" --directory "$TOOLS/stack" --check && says 'example.org/own:1 is not here yet' || return 1
  # Scripts without the sources, and an image that does not exist.
  fresh "$TOOLS/bare"
  cp -R "$SLACKWATER_ROOT/scripts" "$TOOLS/bare"
  sed 's,SLACKWATER_IMAGE:-[^}]*,SLACKWATER_IMAGE:-example.org/nowhere:1,' "$SLACKWATER_ROOT/compose.yml.example" >"$TOOLS/bare/compose.yml.example"
  ends 1 env -u SLACKWATER_IMAGE "$TOOLS/bare/scripts/backrest-setup.sh" --directory "$TOOLS/stack" --check && says 'nowhere:1 and its sources are missing' || return 1
  ends 3 "$SETUP" --nonsense && ends 3 "$SETUP" --cert /etc/hostname && ends 3 "$SETUP" --directory
}

# judged <directory> <docker_facts...>: prints the findings of setup about this Docker, its problems, and the socket for .env.
judged() {
  local directory="$1"
  shift
  # shellcheck disable=SC2016
  DIR="$directory" bash -euc '. "$1"; shift; printf "%s\n" "$@" | { judge_docker; say "root=$DATA_ROOT socket=$ROOTLESS_SOCKET problems=$PROBLEMS"; }' \
    judged "$SLACKWATER_ROOT/scripts/lib/setup.sh" "$@"
}

# With the output of `docker info` of each kind.
setup_knows_the_kinds_of_docker() {
  local plain='[name=apparmor name=seccomp,profile=builtin name=cgroupns]' socket=unix:///var/run/docker.sock
  ends 0 judged /srv/stack 'Debian GNU/Linux 12 (bookworm)' /var/lib/docker "$plain" "$socket" && says 'root=/var/lib/docker socket= problems=0' || return 1
  if grep -q note "$TOOLS/said"; then wrong "setup prints a note about a plain Docker: $(cat "$TOOLS/said")"; return 1; fi
  ends 0 judged /home/ann/stack 'Ubuntu 24.04.2 LTS' /home/ann/.local/share/docker '[name=seccomp,profile=builtin name=rootless name=cgroupns]' \
    unix:///run/user/1000/docker.sock && says 'note +rootless Docker' && says 'root=/home/ann/.local/share/docker socket=/run/user/1000/docker.sock problems=0' || return 1
  ends 0 judged /srv/stack 'Ubuntu 24.04.2 LTS' /var/lib/docker/165536.165536 '[name=apparmor name=seccomp,profile=builtin name=cgroupns name=userns]' \
    "$socket" && says 'note +user namespaces' && says 'problems=0' || return 1
  ends 0 judged /home/ann/stack 'Ubuntu Core 22' /var/snap/docker/common/var-lib-docker "$plain" "$socket" && says 'note +Docker from a snap' && says 'problems=0' || return 1
  ends 0 judged /srv/stack 'Ubuntu Core 22' /var/snap/docker/common/var-lib-docker "$plain" "$socket" && says 'PROBLEM +Docker from a snap' && says 'problems=1' || return 1
  ends 0 judged /home/ann/stack 'Docker Desktop' /var/lib/docker '[name=seccomp,profile=unconfined name=cgroupns]' \
    unix:///home/ann/.docker/desktop/docker.sock && says 'note +Docker Desktop' && says 'socket= problems=0' || return 1
  ends 0 judged /srv/stack 'Debian GNU/Linux 12 (bookworm)' /var/lib/docker "$plain" tcp://10.0.0.7:2376 && says 'PROBLEM +Docker at tcp://10.0.0.7:2376 is on another machine' &&
    says 'problems=1' || return 1
  ends 0 judged /srv/stack '' '' '[]' "$socket" && says 'PROBLEM +Docker does not answer' && says 'problems=1'
}

# With a `docker` program that acts as rootless Docker, as a stopped Docker, and as Podman.
setup_writes_the_settings_of_rootless_docker() {
  local bin="$TOOLS/bin" own="$TOOLS/rootless"
  fresh "$bin" "$own"
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
  ends 1 env PATH="$bin:$PATH" "$SETUP" --directory "$own" --check && says 'PROBLEM +Docker does not answer' || return 1
  printf '#!/bin/sh\necho podman version 5.4.2\n' >"$bin/docker"
  ends 1 env PATH="$bin:$PATH" "$SETUP" --directory "$own" --check && says 'PROBLEM .*Podman'
}

# plain_docker <directory>: writes a `docker` program that acts as a plain host. Only the containers in the file RUNS beside it run.
# Removes the directory, which a first try may have left.
plain_docker() {
  as_root rm -rf "$1"
  fresh "$TOOLS/plain"
  cat >"$TOOLS/plain/docker" <<'SH'
#!/bin/sh
case "$*" in
  "info -f {{.SecurityOptions}}") echo '[name=cgroupns]' ;;
  "info "*) printf '%s\n' 'Debian GNU/Linux 12 (bookworm)' /var/lib/docker '[name=cgroupns]' ;;
  "context "*) echo unix:///var/run/docker.sock ;;
  "ps "*"volume="*) cat "${0%/*}/RUNS" 2>/dev/null || : ;;
  "compose version"*) echo 'Docker Compose version v2.39.1' ;;
  "ps -aq "*role=sidecar*) echo sidecar ;;
  "inspect -f {{.State.Status}} "*) [ ! -e "${0%/*}/STOPPED" ] || echo exited ;;
  "inspect "*) ;;
  "logs "*) [ ! -e "${0%/*}/REFUSED" ] || printf '%s\n' 'an older line' 'slackwater: The journal /data/journal.db was written by an older version.' >&2 ;;
  "run "*"policy check") [ ! -e "${0%/*}/WRONG_POLICY" ] || { echo 'policy.yml:2:1: planz: unknown key' >&2; exit 1; } ;;
  "image inspect "*io.slackwater.inputs*" slackwater/"*) cat "${0%/*}/LABEL" 2>/dev/null || : ;;
  "build "*"-t slackwater/"*) printf '%s\n' "$*" | sed 's/.*io.slackwater.inputs=\([^ ]*\).*/\1/' >"${0%/*}/LABEL" ;;
  ps* | "image inspect "*) ;;
  *) echo "docker $*" >&2; exit 1 ;;
esac
SH
  chmod 0755 "$TOOLS/plain/docker"
}
# plain <code> <directory> <arguments...>: runs setup with that program and checks its exit code.
plain() { local code="$1" own="$2"; shift 2; ends "$code" env PATH="$TOOLS/plain:$PATH" "$SETUP" --directory "$own" "$@"; }
# signs_in <config.json> <password file>: Backrest's user has that password.
signs_in() {
  # shellcheck disable=SC2016
  H="$(jq -r '.auth.users[] | select(.name == "slackwater").passwordBcrypt | @base64d' "$1")" P="$(cat "$2")" \
    perl -e 'exit(crypt($ENV{P}, $ENV{H}) eq $ENV{H} ? 0 : 1)' || wrong "the password in $2 is not that of $(cat "$1")"
}

# zone_of <directory in place of /etc> <TZ>: prints the time zone that setup detects.
zone_of() {
  # shellcheck disable=SC2016
  TZ="$2" bash -euc '. "$1"; printf "zone=%s\n" "$(host_zone "$2")"' zone "$SLACKWATER_ROOT/scripts/lib/setup.sh" "$1"
}

setup_finds_the_hosts_time_zone() {
  local etc="$TOOLS/etc"
  fresh "$etc"
  ends 0 zone_of "$etc" '' && says '^zone=$' || return 1
  echo Europe/Vienna >"$etc/timezone"
  ends 0 zone_of "$etc" '' && says '^zone=Europe/Vienna$' || return 1
  # The link decides. The file timezone may be older.
  ln -s ../usr/share/zoneinfo/America/Argentina/Ushuaia "$etc/localtime"
  ends 0 zone_of "$etc" '' && says '^zone=America/Argentina/Ushuaia$' || return 1
  ln -sfn /usr/share/zoneinfo/posix/Asia/Kolkata "$etc/localtime"
  ends 0 zone_of "$etc" :/etc/localtime && says '^zone=Asia/Kolkata$' && ends 0 zone_of "$etc" Pacific/Apia && says '^zone=Pacific/Apia$' || return 1
  rm "$etc/localtime" && : >"$etc/localtime"
  ends 0 zone_of "$etc" '' && says '^zone=Europe/Vienna$'
}

# Uses the sidecar's image, because the host does not know the zones of its Java.
setup_writes_the_time_zone_into_a_new_policy() {
  local own="$TOOLS/zone" policy="$TOOLS/zone/backrest-config/policy.yml"
  fresh "$own"
  TZ=Europe/Zurich ends 0 "$SETUP" --directory "$own" && says "created +$policy: timezone: Europe/Zurich" && grep -qx 'timezone: Europe/Zurich' "$policy" || wrong "the policy: $(cat "$policy")" || return 1
  TZ=Asia/Tokyo ends 0 "$SETUP" --directory "$own" && [ "$(grep -c 'timezone: ' "$policy")" = 1 ] && grep -qx 'timezone: Europe/Zurich' "$policy" || wrong "setup changed an existing time zone: $(cat "$policy")" || return 1
  # A user's policy without a zone, and a zone that only the host knows.
  sed -i '/^timezone: /d' "$policy"
  TZ=Asia/Tokyo ends 0 "$SETUP" --directory "$own" && ! grep timezone: "$policy" || wrong "setup added a time zone to a user's own policy" || return 1
  rm "$policy"
  TZ=Factory ends 0 "$SETUP" --directory "$own" && says 'note +Slackwater does not know the time zone Factory' && grep -qx 'timezone: Etc/UTC' "$policy" || wrong "the policy: $(cat "$policy")" || return 1
  rm "$policy"
  TZ='CET-1CEST,M3.5.0|x' ends 0 "$SETUP" --directory "$own" && says 'note +Slackwater does not know the time zone CET-1CEST' && grep -qx 'timezone: Etc/UTC' "$policy"
}

setup_follows_the_policy_until_backrest_starts() {
  local own="$TOOLS/late" config="$TOOLS/late/data/backrest/config.json"
  plain_docker "$own"
  plain 0 "$own" || return 1
  sed -i 's/^instance: .*/instance: 2nd-shop/' "$own/backrest-config/policy.yml"
  plain 1 "$own" --check && says "PROBLEM .*config.json has the instance demo-stack, .*policy.yml has 2nd-shop: run backrest-setup.sh without --check" || return 1
  cp "$config" "$TOOLS/before.json"
  plain 0 "$own" && plain 0 "$own" --check || return 1
  [ "$(jq -S . "$config")" = "$(jq -S '.instance = "2nd-shop"' "$TOOLS/before.json")" ] || wrong "config.json: $(cat "$config")" || return 1
  # As after Backrest's first start: Backrest then owns the instance.
  jq '.sync.identity.keyId = "ed25519.x"' "$config" >"$TOOLS/before.json" && cp "$TOOLS/before.json" "$config"
  sed -i 's/^instance: .*/instance: third/' "$own/backrest-config/policy.yml"
  plain 1 "$own" && says 'PROBLEM .*has the instance 2nd-shop, .*has third\. .*docker compose restart slackwater; or docker compose stop backrest' || return 1
  cmp "$config" "$TOOLS/before.json" || wrong "a started Backrest's instance was changed" || return 1
  sed -i 's/^instance: .*/instance: 2nd-shop/' "$own/backrest-config/policy.yml"
  setup_checks_the_header_for_streams "$own" || return 1
  sed -i 's/^instance: .*/instance: third/' "$own/backrest-config/policy.yml"
  echo 'SLACKWATER_BACKREST_URL=' >>"$own/.env"
  plain 0 "$own" --check
}
# Slackwater creates the file; setup only checks it. It may be missing until Slackwater and Backrest have started.
setup_checks_the_header_for_streams() {
  local header="$1/secrets/stream/header"
  plain 0 "$1" --check || return 1
  : >"$1/secrets/keys/critical.key"
  plain 1 "$1" --check && says "PROBLEM .*stream/header is missing" || return 1
  echo garbage >"$header"
  plain 1 "$1" && says "PROBLEM .*stream/header has no line 'Authorization: Bearer TOKEN'" || return 1
  echo 'Authorization: Bearer 0123456789abcdef' >"$header"
  plain 0 "$1" --check && rm "$header" "$1/secrets/keys/critical.key"
}

setup_gives_backrest_the_changed_password() {
  local own="$TOOLS/lost" config="$TOOLS/lost/data/backrest/config.json" other='"name":  "ann",
        "passwordBcrypt":  "QU5O"'
  plain_docker "$own"
  plain 0 "$own" && signs_in "$config" "$own/secrets/backrest.password" || return 1
  rm "$own/secrets/backrest.password"
  plain 0 "$own" && signs_in "$config" "$own/secrets/backrest.password" || return 1
  # In Backrest's format, with a user of the owner before and after.
  jq --indent 2 '.sync.identity.keyId = "ed25519.x"' "$config" | sed -e 's/": /":  /' >"$config.new"
  OTHER="$other" perl -0pi -e 's/(\{\s*"name":\s*"slackwater".*?\})/{ $ENV{OTHER} },\n $1,\n { $ENV{OTHER} }/s' "$config.new" && mv "$config.new" "$config"
  chmod 0600 "$config"
  cp "$config" "$TOOLS/before.json"
  echo another-password-than-before >"$own/secrets/backrest.password"
  plain 1 "$own" --check && says 'PROBLEM .*slackwater in .*config.json has another password than .*backrest.password.*docker compose stop backrest' || return 1
  echo 4711 >"$TOOLS/plain/RUNS"
  plain 1 "$own" && says 'PROBLEM .*has another password' && cmp "$config" "$TOOLS/before.json" || return 1
  rm "$TOOLS/plain/RUNS"
  plain 0 "$own" && signs_in "$config" "$own/secrets/backrest.password" || return 1
  [ "$(sed 3,99s/JDJ.*// "$config")" = "$(sed 3,99s/JDJ.*// "$TOOLS/before.json")" ] && [ "$(grep -c '"QU5O"' "$config")" = 2 ] || wrong "more was changed: $(diff "$config" "$TOOLS/before.json")"
}

setup_gives_backrest_its_lost_user() {
  local own="$TOOLS/without" config="$TOOLS/without/data/backrest/config.json" lost
  plain_docker "$own"
  plain 0 "$own" || return 1
  cp "$config" "$TOOLS/complete.json"
  for lost in 'del(.auth)' '.auth = {}' 'del(.auth.users)' '.auth.users = []' '.auth.users = [{"name": "ann", "passwordBcrypt": "QU5O"}]'; do
    # In Backrest's format.
    jq --indent 2 "$lost | .sync.identity.keyId = \"ed25519.x\"" "$TOOLS/complete.json" | sed -e 's/": /":  /' >"$config" || return 1
    cp "$config" "$TOOLS/before.json"
    plain 0 "$own" && signs_in "$config" "$own/secrets/backrest.password" || return 1
    [ "$(jq -S 'del(.auth.users[] | select(.name == "slackwater"))' "$config")" = "$(jq -S '.auth.users //= []' "$TOOLS/before.json")" ] ||
      wrong "$lost: more was changed: $(diff "$config" "$TOOLS/before.json")" || return 1
  done
  plain 0 "$own" --check && cp "$TOOLS/before.json" "$config" || return 1
  plain 1 "$own" --check && says 'PROBLEM .*no user slackwater in .*config.json.*docker compose stop backrest' || return 1
  echo 4711 >"$TOOLS/plain/RUNS"
  plain 1 "$own" && cmp "$config" "$TOOLS/before.json" || wrong "setup changed config.json while Backrest was running" || return 1
  rm "$TOOLS/plain/RUNS"
}

setup_checks_the_content_of_the_files() {
  local port own="$TOOLS/looked" hash='$2b$12$abcdefghijklmnopqrstuuVPHt0P/dL2KIzzlmkJCwZq1LDi9ePGS'
  plain_docker "$own"
  plain 0 "$own" || return 1
  printf '\n' >"$own/secrets/api.token"
  printf 'short\n' >"$own/secrets/health.token"
  printf '# people\n\nann:viewer:%s\nbob:admin:hunter22\neve:root:%s' "$hash" "$hash" >"$own/secrets/users"
  sed -i '/^SLACKWATER_HTTPS=/d' "$own/.env"
  printf 'SLACKWATER_HTTPS=abc\nSLACKWATER_HSTS=yes\n' >>"$own/.env"
  plain 1 "$own" --check && says 'PROBLEM .*api.token contains no token' && says 'PROBLEM .*health.token contains no token' && says 'PROBLEM .*users, line 4, is not' && says 'PROBLEM .*users, line 5, is not' &&
    says 'PROBLEM +SLACKWATER_HTTPS=abc in .env is not a port' && says 'PROBLEM +SLACKWATER_HSTS=yes in .env is neither on nor off' && says '^not ready: 6 problem' || return 1
  if grep -q hunter22 "$TOOLS/said"; then wrong "the output shows a line of the users file"; return 1; fi
  printf 'a b\000c, and more of it' >"$own/secrets/api.token"
  plain 1 "$own" --check && says 'PROBLEM .*api.token contains no token' || return 1
  printf '0123456789abcdef\n' | tee "$own/secrets/health.token" >"$own/secrets/api.token"
  printf 'ann:viewer:%s' "$hash" >"$own/secrets/users"
  for port in $(seq 18600 18700); do port_is_free "$port" && break; done
  sed -i "s/^SLACKWATER_HSTS=.*/SLACKWATER_HSTS=on/;s/^SLACKWATER_HTTPS=.*/SLACKWATER_HTTPS=\"127.0.0.1:$port\"  # not for all/" "$own/.env"
  plain 0 "$own" --check || return 1
  plain 3 "$TOOLS/mistyped/x/y" && says "mistyped/x/y: there is no directory $TOOLS/mistyped/x" && [ ! -e "$TOOLS/mistyped" ] || wrong "it made $TOOLS/mistyped"
}

setup_creates_the_directories_for_restores() {
  local own="$TOOLS/restores" policy="$TOOLS/restores/backrest-config/policy.yml"
  plain_docker "$own"
  plain 0 "$own" && says "created +$own/restores/" && [ "$(stat -c '%u %a' "$own/restores")" = '0 700' ] || wrong "restores: $(stat "$own/restores")" || return 1
  plain 0 "$own" && ! grep -q 'created .*restores' "$TOOLS/said" && chmod 0755 "$own/restores" || return 1
  plain 1 "$own" --check && says "PROBLEM .*/restores/, for restores, has owner and mode 0 755, .*chmod 0700 $own/restores" || return 1
  plain 1 "$own" && [ "$(stat -c %a "$own/restores")" = 755 ] && chown 1234 "$own/restores" && chmod 0700 "$own/restores" || return 1
  plain 1 "$own" --check && says 'PROBLEM .*has owner and mode 1234 700' && rmdir "$own/restores" || return 1
  plain 1 "$own" --check && says "PROBLEM .*/restores/, for restores, is missing: run backrest-setup.sh without --check" || return 1
  sed -i '/^restore:/,/^[^ ]/{/^restore:/d}' "$policy"
  printf 'restore:   # ours\n  directories:\n    - ./look  # here\n    - "%s"\nlimits: { attempts: 2 }\n' "$own/far/away" >>"$policy"
  plain 0 "$own" && says "created +$own/look/" && says "created +$own/far/away/" && [ ! -e "$own/restores" ] || wrong "it made $(ls "$own")" || return 1
  sed -i '/^restore:/,$d' "$policy"
  printf "restore: { directories: [ 'a b', %s/c/ ] }\n" "$own" >>"$policy"
  plain 0 "$own" && [ -d "$own/a b" ] && [ -d "$own/c" ] || wrong "it made $(ls "$own")" || return 1
  rmdir "$own/c" && ln -s look "$own/c"
  plain 1 "$own" && says 'PROBLEM .*/c, for restores, is a symbolic link' && rm "$own/c" && : >"$own/c" || return 1
  plain 1 "$own" && says 'PROBLEM .*/c, for restores, is a file: move it away, then run scripts/backrest-setup.sh'
}

setup_reports_a_users_file_without_users() {
  local own="$TOOLS/nobody"
  plain_docker "$own"
  mkdir -p "$own/secrets"
  printf '# people\n\n  # nobody yet\n' >"$own/secrets/users"
  chmod 0700 "$own/secrets" && chmod 0600 "$own/secrets/users"
  plain 1 "$own" && says 'PROBLEM .*secrets/users has no users, so nobody can sign in: delete it' && says '^not ready: 1 problem' || return 1
  plain 1 "$own" --check && says 'PROBLEM .*has no users' || return 1
  rm "$own/secrets/users"
  plain 0 "$own" && says '^then: .* user admin, password in ' || return 1
  sed -i 's/^admin:/ann:/' "$own/secrets/users"
  plain 0 "$own" --check && says '^then: .* a user of .*secrets/users'
}

setup_rebuilds_an_image_of_older_sources() {
  local own="$TOOLS/pulled" image
  plain_docker "$own"
  image="$(sed -n 's/.*SLACKWATER_IMAGE:-\([^}]*\)}.*/\1/p' "$SLACKWATER_ROOT/compose.yml.example" | head -n 1)"
  # The sources of an image without the label are unknown.
  plain 0 "$own" && says "ok +the image $image is here" || return 1
  echo older >"$TOOLS/plain/LABEL"
  plain 1 "$own" --check && says "PROBLEM +the image $image was not built from the sources .* run backrest-setup.sh without --check" || return 1
  SLACKWATER_IMAGE=example.org/own:1 plain 0 "$own" --check || return 1
  SLACKWATER_BUILD_IN_DOCKER=1 plain 0 "$own" && says "created +the image $image" || return 1
  plain 0 "$own" --check && says "ok +the image $image is here"
}

setup_creates_the_included_compose_file() {
  local own="$TOOLS/including"
  plain_docker "$own"
  mkdir "$own"
  printf 'include: [compose.slackwater.yml]\nservices: { db: { image: "redis:8" } }\n' >"$own/compose.yml"
  plain 0 "$own" && grep -q '^  slackwater:' "$own/compose.slackwater.yml" || wrong "it is not there: $(cat "$TOOLS/said")" || return 1
  if grep -q '^add to' "$TOOLS/said"; then wrong "setup asks for an include that exists"; return 1; fi
  rm "$own/compose.slackwater.yml"
  plain 1 "$own" --check && says 'PROBLEM +compose.yml includes compose.slackwater.yml, which is missing: run backrest-setup.sh without --check' || return 1
  printf 'include:\n  - compose.slackwater.yml # ours.yml\n  - path: ./more/other.yaml\nservices: { db: { image: "redis:8", env_file: no.yml } }\n' >"$own/compose.yml"
  plain 1 "$own" && says 'PROBLEM +compose.yml includes .*/including/more/other.yaml, which is missing' && says '^not ready: 1 problem'
}

setup_takes_a_certificate() {
  local tls="$TOOLS/stack/secrets/tls" one
  stack_as_made
  for one in one other; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=$one" -keyout "$TOOLS/$one.key" -out "$TOOLS/$one.pem" 2>/dev/null
  done
  ends 1 "$SETUP" --directory "$TOOLS/stack" --cert "$TOOLS/one.pem" --key "$TOOLS/other.key" && says 'does not match' || return 1
  if cmp -s "$tls/fullchain.pem" "$TOOLS/one.pem"; then wrong "setup installed a certificate without its key"; return 1; fi
  ends 0 "$SETUP" --directory "$TOOLS/stack" --cert "$TOOLS/one.pem" --key "$TOOLS/one.key" || return 1
  cmp "$tls/fullchain.pem" "$TOOLS/one.pem" && cmp "$tls/privkey.pem" "$TOOLS/one.key" && [ "$(stat -c %a "$tls/privkey.pem")" = 600 ]
}

setup_adds_slackwater_to_a_stack_and_uninstall_removes_it() {
  local PROJECT=slackwater-own own="$TOOLS/slackwater-own" volume
  # shellcheck disable=SC2034
  local STACK="$own"
  fresh "$own"
  printf 'services:\n  db:\n    image: redis:8\n    volumes: [ "db-data:/data" ]\nvolumes: { db-data: {} }\n' >"$own/compose.yml"
  follow README.md setup && follow docs/install.md setup && says '^add to compose.yml: +include: ' || return 1
  sed -i '1i include: [compose.slackwater.yml]' "$own/compose.yml"
  ends 0 docker compose --project-directory "$own" -f "$own/compose.yml" config --services || return 1
  [ "$(LC_ALL=C sort "$TOOLS/said" | paste -sd,)" = backrest,db,nginx,slackwater,watchdog ] || wrong "the services are $(cat "$TOOLS/said")" || return 1
  for volume in slackwater-data slackwater-cache backrest-data backrest-cache; do docker volume create "${PROJECT}_$volume" >/dev/null; done
  follow docs/upgrade.md uninstall && [ -z "$(docker volume ls -q --filter "name=^${PROJECT}_")" ] && [ ! -e "$own/compose.slackwater.yml" ] ||
    wrong "left over: $(docker volume ls -q --filter "name=^${PROJECT}_" | paste -sd,)"
}

setup_keeps_the_secrets_of_the_stack() {
  local own="$TOOLS/secretive" before
  plain_docker "$own"
  mkdir -p "$own/secrets"
  echo hunter22 >"$own/secrets/db_password"
  before="$(state_of "$own/secrets")"
  plain 1 "$own" --check && says "PROBLEM .*slackwater-secrets/api.token is missing" || return 1
  plain 0 "$own" && [ "$before" = "$(state_of "$own/secrets")" ] || wrong "it changed the stack's secrets: $(state_of "$own/secrets")" || return 1
  grep -qx "SLACKWATER_SECRETS=$own/slackwater-secrets" "$own/.env" && [ -s "$own/slackwater-secrets/api.token" ] || wrong ".env: $(cat "$own/.env")" || return 1
  plain 0 "$own" && plain 0 "$own" --check || return 1
  # Backrest sees the secrets of the stack, but not those of Slackwater.
  ends 0 docker compose --project-directory "$own" -f "$own/compose.yml.example" config --format json || return 1
  [ "$(jq -r '.services.backrest.volumes[] | select(.type == "tmpfs").target' "$TOOLS/said")" = "$own/slackwater-secrets" ] &&
    [ "$(jq -r '.services.slackwater.volumes[] | select(.target == "/secrets").source' "$TOOLS/said")" = "$own/slackwater-secrets" ] || wrong "the mounts: $(cat "$TOOLS/said")" || return 1
  ends 4 "$MANAGEMENT" --directory "$own" --url http://127.0.0.1:1 status && says '^error: .*127.0.0.1:1' || return 1
  sed -i 's,^SLACKWATER_SECRETS=.*,SLACKWATER_SECRETS=./slackwater-secrets,' "$own/.env"
  plain 1 "$own" --check && says "PROBLEM .*SLACKWATER_SECRETS=./slackwater-secrets in .env is not an absolute path.*set SLACKWATER_SECRETS=$own/slackwater-secrets"
}

two_stacks_never_pick_the_same_port() {
  local pick='. "$0/common.sh"; . "$0/docker.sh"; PROJECT="slackwater-ports-$1"' name=slackwater-ports-stopped
  # The second starts while the first still runs.
  ends 0 bash -c "$pick; pick_ports; echo \"\$PORT \$HTTPS_PORT\"; bash -c '$pick; pick_ports; echo \"\$PORT \$HTTPS_PORT\"' \"\$0\" b" "$SLACKWATER_ROOT/scripts/lib" a || return 1
  [ "$(tr ' ' '\n' <"$TOOLS/said" | sort -u | wc -l)" = 4 ] || wrong "two services got the same port: $(paste -sd, "$TOOLS/said")" || return 1
  docker rm -f "$name" >/dev/null 2>&1 || true
  docker create --name "$name" -p 127.0.0.1:18791:80 debian:trixie-slim true >/dev/null
  ends 0 bash -c "$pick; pick_port GOT nginx 80 18791 18792; echo \"got \$GOT\"" "$SLACKWATER_ROOT/scripts/lib" c && says '^got 18792$' || { docker rm -f "$name" >/dev/null; return 1; }
  docker rm -f "$name" >/dev/null
}

setup_adds_missing_nginx_files() {
  local own="$TOOLS/nginx" first
  fresh "$own"
  first="$(cd "$SLACKWATER_ROOT" && find nginx -type f ! -name nginx.conf | LC_ALL=C sort | head -n 1)"
  mkdir -p "$own/$(dirname "$first")"
  echo theirs >"$own/$first"
  echo theirs >"$own/nginx/theirs.conf"
  # shellcheck disable=SC2016
  DIR="$own" SECRETS="$own/secrets" root="$SLACKWATER_ROOT" ends 0 bash -euc '. "$0"; copy_files' "$SLACKWATER_ROOT/scripts/lib/setup.sh" && says "note +$own/$first differs from this release" || return 1
  [ "$(cat "$own/$first" "$own/nginx/theirs.conf")" = "theirs
theirs" ] || wrong "setup changed an existing file" || return 1
  diff "$SLACKWATER_ROOT/nginx/nginx.conf" "$own/nginx/nginx.conf" || wrong "nginx.conf is not ours" || return 1
  [ -z "$(find "$own/nginx" -newer "$own/$first" ! -perm -0444)" ] || wrong "Nginx cannot read: $(ls -lR "$own/nginx")"
}
