#!/bin/sh
# Resumes the containers of a freeze within 15 s of its limit, because the sidecar hangs, is gone or refuses to start. The sidecar writes
# one lease file for each freeze, and deletes it itself, at its next start at the latest.
#
#   SLACKWATER_DATA            the sidecar's data directory, with the directory of the lease files
#   SLACKWATER_DOCKER_SOCKET   Docker's socket
#
# A container that was restarted, or that a user unpaused and paused again, stays as it is.
set -u

LEASES="${SLACKWATER_DATA:-/data}/leases"
SOCKET="${SLACKWATER_DOCKER_SOCKET:-/var/run/docker.sock}"
# Seconds after the limit. The rest of the 15 s is for the wait between two looks, and for a slow Docker.
OVERDUE=12
# Seconds between two looks: without a lease, and with one.
IDLE=3
BUSY=1
BOOT="$(cat /proc/sys/kernel/random/boot_id)"
# The leases that need no more attention. Loss prevented: a user's later pause would be taken for the freeze.
SETTLED=' '

# ask <path> [curl option...]: calls Docker. Exit code 22: Docker refused.
ask() {
  path="$1"
  shift
  curl -fsS -m 5 --unix-socket "$SOCKET" "$@" "http://docker$path"
}

# field <lease file> <name>: a number or a text of the lease.
field() { sed -n "s/.*\"$2\":\"\{0,1\}\([^,\"}]*\).*/\1/p" "$1"; }

# containers <lease file>: one line per container, its id and when it started (nanoseconds since 1970).
containers() { sed -n 's/.*"containers":{\([^}]*\)}.*/\1/p' "$1" | tr ',' '\n' | tr -d '"' | tr ':' ' '; }

# paused_by_user <container> <since, in nanoseconds>: whether a pause followed an unpause. Within 200 ms it is a correction by Docker.
paused_by_user() {
  seconds="${2%?????????}"
  ask /events -G --data-urlencode "since=$seconds.${2#"$seconds"}" --data-urlencode "until=$(date +%s)" \
    --data-urlencode "filters={\"container\":[\"$1\"],\"event\":[\"pause\",\"unpause\"]}" | awk '
      { match($0, /"timeNano":[0-9]+/); at = substr($0, RSTART + 11, RLENGTH - 11) / 1000000 }
      /"Action":"unpause"/ { unpaused = at; user = 0 }
      /"Action":"pause"/ && unpaused { user = at - unpaused > 200 }
      END { exit !user }'
}

# resume <container> <its start> <since>: resumes the container if the freeze paused it. False when it must be tried again.
resume() {
  found="$(ask "/containers/$1/json")"
  case $? in
    0) ;;
    22) return 0 ;;
    *) return 1 ;;
  esac
  case "$found" in *'"Paused":true'*) ;; *) return 0 ;; esac
  started="$(printf '%s' "$found" | sed -n 's/.*"StartedAt":"\([^"]*\)".*/\1/p')"
  [ "$(date -d "$started" +%s%3N)" = "${2%??????}" ] || return 0
  if paused_by_user "$1" "$3"; then
    echo "container $1 stays paused, because a user paused it"
    return 0
  fi
  ask "/containers/$1/unpause" -X POST && echo "resumed container $1"
}

# settle <lease file>: resumes the containers of a lease that is overdue. False when it must be tried again.
settle() {
  deadline="$(field "$1" deadline_uptime)"
  intended="$(field "$1" intended)"
  [ -n "$deadline" ] && [ "$(field "$1" boot_id)" = "$BOOT" ] || return 0
  read -r uptime _ </proc/uptime
  # In hundredths of a second, as the kernel shows its uptime.
  overdue=$((${uptime%.*}${uptime#*.} - ${deadline%???????}))
  [ "$overdue" -ge "${OVERDUE}00" ] || return 1
  echo "the freeze of $(field "$1" dataset) is $((overdue / 100)) s overdue"
  all=0
  while read -r container start; do
    resume "$container" "$start" "$intended" || all=1
  done <<EOF
$(containers "$1")
EOF
  return "$all"
}

while :; do
  period="$IDLE"
  for lease in "$LEASES"/*.json; do
    [ -e "$lease" ] || continue
    mark="$lease:$(field "$lease" intended)"
    case "$SETTLED" in *" $mark "*) continue ;; esac
    if settle "$lease"; then SETTLED="$SETTLED$mark "; else period="$BUSY"; fi
  done
  sleep "$period"
done
