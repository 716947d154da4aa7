# shellcheck shell=bash
# Functions of all scripts: messages on stderr, root rights, the cache directory, packages of another Debian release.
# Sourced, never run. Sets the strict mode of the shell.
set -euo pipefail

SLACKWATER_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
SLACKWATER_CACHE_DIR="${XDG_CACHE_HOME:-$HOME/.cache}/slackwater"
# The Debian release that has PostgreSQL 17, Redis 8, JDK 25, restic 0.18 and Compose v2.
SLACKWATER_SUITE=trixie
SLACKWATER_MIRROR="${SLACKWATER_MIRROR:-http://deb.debian.org/debian}"
mkdir -p "$SLACKWATER_CACHE_DIR"
export SLACKWATER_ROOT SLACKWATER_CACHE_DIR

log() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }
misused() { printf 'error: %s. --help shows the options\n' "$*" >&2; exit 3; }
has() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as root: directly, or through sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif has sudo; then sudo "$@"
  else die "this command needs root, and the program sudo is missing: $*"
  fi
}

# quiet <log name> <command...>: writes the output to a log in the cache, and shows the log only when the command fails.
quiet() {
  local log_file="$SLACKWATER_CACHE_DIR/logs/$1.log"
  shift
  mkdir -p "${log_file%/*}"
  if ! "$@" >"$log_file" 2>&1; then
    tail -n 40 "$log_file" >&2
    die "this command failed: $* (log: $log_file)"
  fi
}

# only_one <name>: holds a lock until the process ends, so that concurrent scripts do not install the same program twice.
only_one() {
  local fd
  exec {fd}>"$SLACKWATER_CACHE_DIR/$1.lock"
  flock -w 900 "$fd" || die "another process has held $SLACKWATER_CACHE_DIR/$1.lock for 15 minutes: end that process, then try again"
  ONLY_ONE_FD="$fd"
}
let_go() { exec {ONLY_ONE_FD}>&-; }

APT_UPDATED=
apt_install() {
  local missing=() p
  for p in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null | grep -qx installed || missing+=("$p")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  has apt-get || die "the program apt-get is missing: install ${missing[*]} in another way"
  log "installing ${missing[*]}"
  if [ -z "$APT_UPDATED" ]; then quiet apt-update as_root apt-get update && APT_UPDATED=1; fi
  quiet apt-install as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${missing[@]}"
}

# apt with its own sources and state. It downloads packages of trixie on an older Debian or on Ubuntu, and never changes installed packages.
apt_aside() {
  local d="$SLACKWATER_CACHE_DIR/apt" cmd="$1"
  shift
  "$cmd" -o Dir::Etc::SourceList="$d/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
    -o Dir::State="$d/state" -o Dir::State::status="$d/status" -o Dir::Cache="$d/cache" \
    -o APT::Architecture="$(dpkg --print-architecture)" -o APT::Sandbox::User= -o Debug::NoLocking=1 "$@"
}

# fetch_debs <directory> <package...>: downloads packages of trixie without their dependencies.
fetch_debs() {
  local into="$1" d="$SLACKWATER_CACHE_DIR/apt" keys=/usr/share/keyrings/debian-archive-keyring.gpg
  shift
  [ -r "$keys" ] || apt_install debian-archive-keyring
  mkdir -p "$d/state/lists/partial" "$d/cache/archives/partial" "$into"
  touch "$d/status"
  printf 'deb [signed-by=%s] %s %s main\n' "$keys" "$SLACKWATER_MIRROR" "$SLACKWATER_SUITE" >"$d/sources.list"
  if [ -z "$(find "$d/state/lists" -name '*_Packages*' -mmin -1440 2>/dev/null)" ]; then
    quiet apt-aside-update apt_aside apt-get update
    find "$d/state/lists" -name '*_Packages*' -exec touch {} +
  fi
  (cd "$into" && quiet apt-aside-download apt_aside apt-get download "$@")
}
