# shellcheck shell=bash
# Messages, settings and files, for all parts of backrest-setup.sh. Sourced by it; sources the parts. Needs DIR, SECRETS, CHECK, CERT,
# KEY, HOST_NAME and root (the directory of this project).

PROBLEMS=0
DATA_ROOT=/var/lib/docker
ROOTLESS_SOCKET=
# 1 while a new password of Backrest is not in its configuration yet.
NEW_PASSWORD=
say() { printf '%s\n' "$*"; }
good() { printf '  ok       %s\n' "$*"; }
made() { printf '  created  %s\n' "$*"; }
note() { printf '  note     %s\n' "$*"; }
bad() {
  printf '  PROBLEM  %s\n' "$*"
  PROBLEMS=$((PROBLEMS + 1))
}
has() { command -v "$1" >/dev/null 2>&1; }
random() { od -An -vtx1 -N "$1" /dev/urandom | tr -d ' \n'; }

# setting <name> <default>: a value of the environment or of .env, without quotes and comment, as Compose reads it.
setting() {
  local value
  if [ -n "${!1:-}" ]; then printf '%s' "${!1}"; return 0; fi
  value="$(sed -n "s/^$1=//p" "$DIR/.env" 2>/dev/null | tail -n 1 |
    sed -e 's/[[:space:]]\{1,\}#.*$//' -e 's/[[:space:]]*$//' -e 's/^"\(.*\)"$/\1/' -e "s/^'\(.*\)'\$/\1/")" || value=''
  printf '%s' "${value:-$2}"
}

compose_file() {
  local name
  for name in compose.yaml compose.yml docker-compose.yaml docker-compose.yml compose.yml.example; do
    if [ -e "$DIR/$name" ]; then printf '%s' "$name"; return 0; fi
  done
  printf compose.yml.example
}
# is_own: the stack has a compose file without the services of Slackwater. is_foreign: that file does not include them either.
is_own() { [ "$(compose_file)" != compose.yml.example ] && ! grep -qs '^  slackwater:' "$DIR/$(compose_file)"; }
is_foreign() { is_own && ! grep -Eqs '^[^#]*compose\.slackwater\.yml' "$DIR/$(compose_file)"; }
compose_option() { if [ "$(compose_file)" = compose.yml.example ]; then printf -- '-f compose.yml.example '; fi; }

# put <file> [mode]: writes stdin to the file atomically.
missing() { [ ! -s "$1" ]; }
put() {
  local mode="${2:-0600}"
  mkdir -p "${1%/*}"
  cat >"$1.new.$$"
  chmod "$mode" "$1.new.$$"
  mv "$1.new.$$" "$1"
  made "$1"
}
directory() {
  if [ -d "$1" ]; then return 0; fi
  mkdir -p "$1"
  chmod 0700 "$1"
  made "$1/"
}

put_when_different() {
  local content
  content="$(cat)"
  if [ -e "$1" ] && [ "$content" = "$(cat "$1")" ]; then return 0; fi
  printf '%s\n' "$content" | put "$1"
}

default_image() { sed -n 's/.*SLACKWATER_IMAGE:-\([^}]*\)}.*/\1/p' "${root:?}/compose.yml.example" | head -n 1; }

backrest_directory() { absolute "$(setting SLACKWATER_BACKREST_CONFIG "$DIR/data/backrest")"; }
repositories() { absolute "$(setting SLACKWATER_REPOS "$DIR/data/repos")"; }
absolute() { case "$1" in /*) printf '%s' "$1" ;; *) printf '%s/%s' "$DIR" "${1#./}" ;; esac; }
instance() { sed -n 's/^instance:[[:space:]]*["'\'']\{0,1\}\([A-Za-z0-9._-]*\).*/\1/p' "$DIR/backrest-config/policy.yml" 2>/dev/null | head -n 1; }

# shellcheck source=scripts/lib/setup-machine.sh
. "${BASH_SOURCE[0]%/*}/setup-machine.sh"
# shellcheck source=scripts/lib/setup-files.sh
. "${BASH_SOURCE[0]%/*}/setup-files.sh"
# shellcheck source=scripts/lib/setup-secrets.sh
. "${BASH_SOURCE[0]%/*}/setup-secrets.sh"
# shellcheck source=scripts/lib/setup-backrest.sh
. "${BASH_SOURCE[0]%/*}/setup-backrest.sh"
