#!/usr/bin/env bash
# Makes what the stack needs before its first `docker compose up -d`: keys' directory, passwords, tokens, users, a certificate,
# env files. Asks nothing, and can be run again at any time: what is there is never overwritten.
#
#   scripts/backrest-setup.sh                        in this directory
#   scripts/backrest-setup.sh --directory DIR        in another one; copies what is missing there. Beside a compose file of your
#                                                    own: compose.slackwater.yml, to be included
#   scripts/backrest-setup.sh --check                changes nothing, says what is missing or wrong
#   scripts/backrest-setup.sh --cert FILE --key FILE a certificate of your own (PEM, with its chain), also in place of an older one
#   scripts/backrest-setup.sh --host NAME            a name or address for the self-signed certificate (default: this host's)
#
# Exit codes: 0 ready, 1 something is missing or wrong, 3 wrong usage.
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
root="$(dirname "$here")"
# shellcheck source=scripts/lib/setup.sh
. "$here/lib/setup.sh"

ARGUMENTS=("$@")
DIR="$root" CHECK='' CERT='' KEY='' HOST_NAME=''
usage() { printf 'backrest-setup: %s; --help says what there is\n' "$1" >&2; exit 3; }
while [ $# -gt 0 ]; do
  case "$1" in
    --check) CHECK=1 ;;
    --directory | --cert | --key | --host)
      if [ $# -lt 2 ] || [ -z "$2" ]; then usage "$1 needs a value"; fi
      case "$1" in --directory) DIR="$2" ;; --cert) CERT="$2" ;; --key) KEY="$2" ;; --host) HOST_NAME="$2" ;; esac
      shift
      ;;
    -h | --help) sed -n '2,12s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) usage "unknown argument $1" ;;
  esac
  shift
done
if [ -n "$CERT$KEY" ]; then
  if [ -z "$CERT" ] || [ -z "$KEY" ]; then usage "--cert and --key belong together"; fi
  for file in "$CERT" "$KEY"; do [ -r "$file" ] || usage "$file cannot be read"; done
fi
case "$HOST_NAME" in *[!A-Za-z0-9.:-]*) usage "--host $HOST_NAME: a name or an address is needed" ;; esac
[ -n "$CHECK" ] || [ -d "$DIR" ] || mkdir -p "$DIR"
[ -d "$DIR" ] || usage "--directory $DIR: there is no such directory"
DIR="$(cd "$DIR" && pwd)"
SECRETS="$(setting SLACKWATER_SECRETS "$DIR/secrets")"
case "$SECRETS" in /*) ;; *) SECRETS="$DIR/${SECRETS#./}" ;; esac

main() {
  become_root "$@"
  check_docker
  check_programs
  check_image
  if [ -z "$CHECK" ]; then
    [ "$PROBLEMS" = 0 ] || { say "not ready, and nothing was made"; return 1; }
    umask 077
    copy_files
    make_secrets
    make_certificate
    make_users
    make_backrest
    make_environment
  fi
  check_files
  check_certificate
  check_places
  check_ports
  if [ "$PROBLEMS" -gt 0 ]; then
    say "not ready: $PROBLEMS to be solved"
    return 1
  fi
  if is_foreign; then say "add to $(compose_file):  include: [compose.slackwater.yml]"; fi
  say "ready: cd $DIR && docker compose $(compose_option)up -d"
  say "then: https://$(address)/   user admin, password in $SECRETS/admin.password"
}
main "${ARGUMENTS[@]}"
