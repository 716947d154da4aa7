#!/usr/bin/env bash
# Prepares a stack for its first `docker compose up -d`: creates keys, passwords, tokens, users, a certificate, env files and the
# directories for restores. It asks no questions. It can run again at any time: it keeps existing files. It updates only derived values:
# the hash of the password in the configuration of Backrest and, until the first start of Backrest, the instance of the policy.
#
#   scripts/backrest-setup.sh                        prepares this directory
#   scripts/backrest-setup.sh --directory DIR        prepares another directory and copies the missing files. Beside an existing
#                                                    compose file it writes compose.slackwater.yml, to be included there
#   scripts/backrest-setup.sh --check                changes nothing; reports what is missing or wrong
#   scripts/backrest-setup.sh --cert FILE --key FILE installs your certificate (PEM, with its chain); replaces an older certificate
#   scripts/backrest-setup.sh --host NAME            name or address in the self-signed certificate (default: this host)
#
# Exit codes: 0 ready, 1 something is missing or wrong, 3 wrong usage.
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
root="$(dirname "$here")"
# shellcheck source=scripts/lib/setup.sh
. "$here/lib/setup.sh"
# shellcheck source=scripts/lib/setup-image.sh
. "$here/lib/setup-image.sh"

ARGUMENTS=("$@")
DIR="$root" CHECK='' CERT='' KEY='' HOST_NAME=''
usage() { printf 'backrest-setup: %s. --help shows the options\n' "$1" >&2; exit 3; }
while [ $# -gt 0 ]; do
  case "$1" in
    --check) CHECK=1 ;;
    --directory | --cert | --key | --host)
      if [ $# -lt 2 ] || [ -z "$2" ]; then usage "$1 needs a value"; fi
      case "$1" in --directory) DIR="$2" ;; --cert) CERT="$2" ;; --key) KEY="$2" ;; --host) HOST_NAME="$2" ;; esac
      shift
      ;;
    -h | --help) sed -n '2,13s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) usage "unknown argument $1" ;;
  esac
  shift
done
if [ -n "$CERT$KEY" ]; then
  if [ -z "$CERT" ] || [ -z "$KEY" ]; then usage "--cert and --key need each other"; fi
  for file in "$CERT" "$KEY"; do [ -r "$file" ] || usage "$file cannot be read"; done
fi
case "$HOST_NAME" in *[!A-Za-z0-9.:-]*) usage "--host $HOST_NAME is not a name or an address" ;; esac
# Creates the last directory of the path at most, so that a mistyped path creates nothing.
if [ ! -d "$DIR" ] && [ ! -d "$(dirname "$DIR")" ]; then usage "--directory $DIR: there is no directory $(dirname "$DIR")"; fi
[ -n "$CHECK" ] || [ -d "$DIR" ] || mkdir "$DIR"
[ -d "$DIR" ] || usage "there is no directory $DIR"
DIR="$(cd "$DIR" && pwd)"
SECRETS="$(absolute "$(setting SLACKWATER_SECRETS "$(default_secrets)")")"

# ------------------------------------------------------------------ checks

check_files() {
  local file mode
  say "secrets and files"
  for file in "$(compose_file)" nginx/nginx.conf backrest-config/policy.yml env/slackwater.env env/backrest.env .env; do
    if [ -s "$DIR/$file" ]; then good "$file"; else bad "$DIR/$file is missing: run backrest-setup.sh without --check"; fi
  done
  if [ "$(setting COMPOSE_FILE '')" = compose.yml.example ] && [ "$(compose_file)" != compose.yml.example ]; then
    note "COMPOSE_FILE in .env names compose.yml.example, so Compose ignores $(compose_file). Remove that line to use $(compose_file)"
  fi
  for file in "$SECRETS" "$SECRETS/keys" "$SECRETS/stream" "$SECRETS/nginx" "$SECRETS/tls"; do
    [ -d "$file" ] || { bad "$file/ is missing: run backrest-setup.sh without --check"; continue; }
    mode="$(stat -c %a "$file")"
    if [ "$mode" = 700 ]; then good "$file/"; else bad "$file/ has mode $mode: chmod 0700 $file"; fi
  done
  for file in api.token health.token proxy.secret backrest.password users nginx/proxy.conf nginx/backrest.conf tls/fullchain.pem tls/privkey.pem; do
    file="$SECRETS/$file"
    [ -s "$file" ] || { bad "$file is missing or empty: run backrest-setup.sh without --check"; continue; }
    mode="$(stat -c %a "$file")"
    if [ "$mode" = 600 ]; then good "$file"; else bad "$file has mode $mode: chmod 0600 $file"; fi
  done
  file="$(backrest_directory)/config.json"
  if [ -s "$file" ]; then good "$file"; else bad "$file is missing: run backrest-setup.sh without --check"; fi
  check_restore_roots
}

check_contents() {
  local file
  while read -r file; do
    case "$file" in *'$'* | *://*) continue ;; esac
    if [ -s "$(absolute "$file")" ]; then continue; fi
    case "$(absolute "$file")" in
      "$DIR/compose.slackwater.yml") bad "$(compose_file) includes $file, which is missing: run backrest-setup.sh without --check" ;;
      *) bad "$(compose_file) includes $(absolute "$file"), which is missing: add the file, or correct include" ;;
    esac
  done < <(included)
  for file in "$SECRETS/api.token" "$SECRETS/health.token"; do
    if [ -s "$file" ] && [[ ! "$(LC_ALL=C tr '\0' ' ' <"$file")" =~ ^[[:space:]]*[[:graph:]]{16,}[[:space:]]*$ ]]; then
      bad "$file contains no token (16 or more letters and digits on one line): delete it, then run backrest-setup.sh without --check"
    fi
  done
  file="$SECRETS/stream/header"
  if [ -e "$file" ]; then
    if [ ! -f "$file" ] || ! [[ "$(LC_ALL=C tr '\0' ' ' <"$file")" =~ ^[[:space:]]*[Aa]uthorization:[[:blank:]]*Bearer\ +[[:graph:]]{16,}[[:space:]]*$ ]]; then
      bad "$file has no line 'Authorization: Bearer TOKEN' (a token of 16 or more characters), so Backrest makes no backups. Start" \
        "Slackwater, which replaces it (docker compose up -d slackwater)"
    fi
  elif backrest_is_used && compgen -G "$SECRETS/keys/*.key" >/dev/null && backrest_has_started; then
    bad "$file is missing, so Backrest makes no backups: Slackwater creates it again (docker compose up -d slackwater)"
  fi
  if [ -s "$SECRETS/users" ]; then check_users "$SECRETS/users"; fi
  if [ -s "$(backrest_directory)/config.json" ] && [ -s "$SECRETS/backrest.password" ] && backrest_is_used; then check_backrest; fi
}
# The files that the compose file includes.
included() {
  sed -n '/^include:/,/^[^] #-]/{/^include:/p;/^[] #-]/p}' "$DIR/$(compose_file)" 2>/dev/null | sed 's/\(^\|[[:space:]]\)#.*//' |
    grep -Eo "[^][[:space:],\"'{}]+\.ya?ml" || true
}
# Accepts the lines that Slackwater accepts. Messages never show a hash.
check_users() {
  local line number=0 users=0
  while read -r line || [ -n "$line" ]; do
    number=$((number + 1))
    case "$line" in '' | \#*) continue ;; esac
    users=$((users + 1))
    if [[ ! "$line" =~ ^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}:(viewer|operator|admin):\$2[aby]\$1[0-5]\$[./A-Za-z0-9]{53}$ ]]; then
      bad "$1, line $number, is not name:role:bcrypt (role viewer, operator or admin; cost 10 to 15), so its user cannot sign in: remove the line," \
        "then docker compose exec -T slackwater /app/entrypoint.sh users add NAME ROLE"
    fi
  done < <(tr -d '\0' <"$1")
  if [ "$users" = 0 ]; then
    bad "$1 has no users, so nobody can sign in: delete it and run backrest-setup.sh without --check, which creates the user admin; or, when Slackwater runs," \
      "docker compose exec slackwater /app/entrypoint.sh users add NAME admin"
  fi
}
check_backrest() {
  local config is wanted code=0
  config="$(backrest_directory)/config.json" is="$(backrest_instance)" wanted="$(instance)"
  if [ -n "$is" ] && [ -n "$wanted" ] && [ "$is" != "$wanted" ]; then
    if backrest_has_started; then
      bad "$config has the instance $is, backrest-config/policy.yml has $wanted. The instance is the host of every snapshot (restic snapshots shows it), so keep that name: correct the policy, then docker compose restart slackwater; or docker compose stop backrest, correct $config, then docker compose up -d"
    else
      bad "$config has the instance $is, backrest-config/policy.yml has $wanted: run backrest-setup.sh without --check before the first start of Backrest"
    fi
  fi
  backrest_password || code=$?
  case "$code" in
    1)
      bad "the user slackwater in $config has another password than $SECRETS/backrest.password, so nobody can sign in to Backrest:" \
        "docker compose stop backrest, run backrest-setup.sh without --check, docker compose up -d --force-recreate"
      ;;
    2) note "cannot check that $config has the password in $SECRETS/backrest.password: perl is missing, or the file has another format" ;;
    3)
      bad "there is no user slackwater in $config, so nobody can sign in to Backrest:" \
        "docker compose stop backrest, run backrest-setup.sh without --check, docker compose up -d"
      ;;
  esac
}

check_certificate() {
  local file="$SECRETS/tls/fullchain.pem" end
  if [ ! -s "$file" ] || ! has openssl; then return 0; fi
  end="$(openssl x509 -noout -enddate -in "$file" 2>/dev/null | sed 's/^notAfter=//')" || end=''
  if [ -z "$end" ]; then bad "$file is not a certificate: install one with --cert and --key"
  elif ! openssl x509 -noout -checkend 0 -in "$file" >/dev/null; then bad "the certificate expired on $end: install another with --cert and --key"
  elif [ "$(openssl x509 -noout -pubkey -in "$file")" != "$(openssl pkey -pubout -in "$SECRETS/tls/privkey.pem" 2>/dev/null)" ]; then
    bad "$file does not match its privkey.pem: install both with --cert and --key"
  elif ! openssl x509 -noout -checkend 1209600 -in "$file" >/dev/null; then note "the certificate expires on $end"
  else good "the certificate is valid until $end"; fi
}

check_places() {
  local place free
  say "directories"
  if [ "$(setting DOCKER_DATA_ROOT /var/lib/docker)" != "$DATA_ROOT" ]; then
    bad "DOCKER_DATA_ROOT in .env is not the data directory of Docker: set DOCKER_DATA_ROOT=$DATA_ROOT"
  fi
  if [ "$(setting SLACKWATER_STACK_DIR "$DIR")" != "$DIR" ]; then
    bad "SLACKWATER_STACK_DIR in .env is another directory: set SLACKWATER_STACK_DIR=$DIR"
  fi
  place="$(setting SLACKWATER_SECRETS /)"
  case "$place" in
    /*) ;;
    *) bad "SLACKWATER_SECRETS=$place in .env is not an absolute path, which Backrest's container needs: set SLACKWATER_SECRETS=$SECRETS" ;;
  esac
  place="$(repositories)"
  while [ ! -d "$place" ]; do place="${place%/*}"; place="${place:-/}"; done
  free="$(df -Pm "$place" | awk 'NR == 2 { print $4 }')"
  if [ "${free:-0}" -lt 1024 ]; then bad "the disk of the repositories ($place) has only $free MiB free: set SLACKWATER_REPOS in .env to a directory on another disk"
  elif [ "$free" -lt 10240 ]; then note "the disk of the repositories ($place) has $free MiB free. Repositories need about two thirds of the size of the volumes"
  else good "the disk of the repositories ($place) has $((free / 1024)) GiB free"; fi
  if [ "$(stat -c %d "$place")" = "$(stat -c %d "$DATA_ROOT" 2>/dev/null || echo other)" ]; then
    note "repositories and volumes are on one disk, and both are lost when it fails: set SLACKWATER_REPOS, or a remote uri in the policy"
  fi
}

check_ports() {
  say "ports"
  case "$(setting SLACKWATER_HSTS off)" in on | off) ;; *) bad "SLACKWATER_HSTS=$(setting SLACKWATER_HSTS '') in .env is neither on nor off: set it to on or off, or remove the line (off)" ;; esac
  check_port "$(setting SLACKWATER_HTTPS 443)" nginx SLACKWATER_HTTPS
  check_port "$(setting SLACKWATER_PORT 8080)" slackwater SLACKWATER_PORT
}
# check_port <port or address:port> <service> <name in .env>
check_port() {
  local holder port="${1##*:}"
  if ! is_port "$port"; then bad "$3=$1 in .env is not a port: set it to a number from 1 to 65535"; return 0; fi
  if usable "$port" "$2"; then good "$port for $2"; return 0; fi
  holder="$(docker ps --filter "publish=$port" --format '{{.Names}}' 2>/dev/null | paste -sd, -)"
  bad "port $port is in use${holder:+ by the container $holder}: set $3 in .env to another port"
}

# The user admin with its password file, while that user exists.
who_signs_in() {
  if [ -s "$SECRETS/admin.password" ] && grep -q '^[[:space:]]*admin:' "$SECRETS/users"; then
    printf 'user admin, password in %s' "$SECRETS/admin.password"
  else printf 'a user of %s' "$SECRETS/users"; fi
}

scope() {
  if ! grep -Eqs '^projects:' "$DIR/backrest-config/policy.yml"; then
    say "every container on this host with the label slackwater.enable=true is backed up. projects: [NAME] in backrest-config/policy.yml limits this to some Compose projects"
  fi
}

main() {
  become_root "$@"
  check_docker
  check_programs
  check_image
  if [ -z "$CHECK" ]; then
    [ "$PROBLEMS" = 0 ] || { say "not ready. Nothing was created"; return 1; }
    umask 077
    copy_files
    make_secrets
    make_certificate
    make_users
    make_backrest
    make_environment
    make_restore_roots
  fi
  check_files
  check_contents
  check_certificate
  check_places
  check_ports
  if [ "$PROBLEMS" -gt 0 ]; then
    say "not ready: $PROBLEMS problem(s)"
    return 1
  fi
  if is_foreign; then say "add to $(compose_file):  include: [compose.slackwater.yml]"; fi
  scope
  say "ready: cd $DIR && docker compose $(compose_option)up -d"
  say "then: https://$(address)/   $(who_signs_in)"
}
main "${ARGUMENTS[@]}"
