#!/bin/sh
# The official image's start, in short.
set -e
if [ "${1#-}" != "$1" ] || [ "${1%.conf}" != "$1" ]; then set -- redis-server "$@"; fi

if [ "$1" = redis-server ]; then
  # The official image is compiled without protected mode; Debian's is told so, unless the user says something himself.
  protected=
  for a in "$@"; do
    case "$a" in
      --protected-mode | --version | -v | --help | -h | --check-system) protected=said ;;
      *.conf) if grep -qs '^ *protected-mode' "$a"; then protected=said; fi ;;
    esac
  done
  if [ -z "$protected" ]; then set -- "$@" --protected-mode no; fi
  if [ "$(id -u)" = 0 ]; then
    find . \! -user redis -exec chown redis '{}' +
    exec setpriv --reuid=redis --regid=redis --init-groups "$0" "$@"
  fi
  if [ "$(umask)" = 0022 ]; then umask 0077; fi
fi
exec "$@"
