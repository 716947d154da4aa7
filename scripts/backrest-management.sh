#!/usr/bin/env bash
# Slackwater from the command line, for people, cron and CI. Talks to its API; needs curl and jq.
#
#   backrest-management.sh status                        each dataset: is it backed up, since when
#   backrest-management.sh backup [NAME] [--wait]        NAME: a dataset, workload or plan; without it, everything
#   backrest-management.sh list [DATASET]                snapshots that can be restored
#   backrest-management.sh restore DATASET TARGET [--snapshot ID] [--workload ID]
#                          TARGET: --database NAME | --volume NAME | --path DIRECTORY | --download FILE; always a new place,
#                          a directory below those that the policy allows (restore.directories, default ./restores of the stack)
#                          --no-tablespaces, with --database: everything goes into the server's default tablespace
#                          --file PATH, with --download: which file of a volume, with its full path in the snapshot
#   backrest-management.sh verify [DATASET]              what became of each dataset's newest backup, and its newest verified snapshot
#   backrest-management.sh check REPOSITORY [--wait]     reads a repository: structure and some data, or all data while they are in doubt
#   backrest-management.sh logs [DATASET|RUN]            runs, the newest first; or one run whole
#   backrest-management.sh acknowledge DATASET           it is meant that it shrank, is empty or is gone
#   backrest-management.sh schedule | coverage | health | doctor
#
# Options: --json (the answers as they are), --directory DIR (the stack, default: this script's), --url URL, --token-file FILE,
# --cacert FILE (a certificate to trust at https:// beside the system's, default: secrets/tls/fullchain.pem of the stack, where it
# can be read), --timeout SECONDS (of --wait, default 3600).
# Exit codes: 0 ok, 1 failed (also a plan without datasets: nothing was backed up), 2 degraded or overdue, 3 wrong usage, 4 Slackwater cannot be reached.
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
# shellcheck source=scripts/lib/management.sh
. "$here/lib/management.sh"

DIR="$(dirname "$here")" URL="${SLACKWATER_URL:-}" TOKEN_FILE="${SLACKWATER_TOKEN_FILE:-}" CACERT='' JSON='' WAIT='' TIMEOUT=3600
SNAPSHOT='' WORKLOAD='' FILE='' NO_TABLESPACES='' TARGETS=() WORDS=()
while [ $# -gt 0 ]; do
  case "$1" in
    --json) JSON=1 ;;
    --wait) WAIT=1 ;;
    --no-tablespaces) NO_TABLESPACES=1 ;;
    --directory | --url | --token-file | --cacert | --timeout | --snapshot | --workload | --file | --database | --volume | --path | --download)
      if [ $# -lt 2 ] || [ -z "$2" ]; then usage "$1 needs a value"; fi
      case "$1" in
        --directory) DIR="$2" ;;
        --url) URL="$2" ;;
        --token-file) TOKEN_FILE="$2" ;;
        --cacert) CACERT="$2" ;;
        --timeout) TIMEOUT="$2" ;;
        --snapshot) SNAPSHOT="$2" ;;
        --workload) WORKLOAD="$2" ;;
        --file) FILE="$2" ;;
        *) TARGETS+=("${1#--}" "$2") ;;
      esac
      shift
      ;;
    -h | --help) sed -n '2,22s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) usage "unknown option $1" ;;
    *) WORDS+=("$1") ;;
  esac
  shift
done

COMMAND="${WORDS[0]:-}" NAME="${WORDS[1]:-}"
most=2
case "$COMMAND" in
  status | schedule | coverage | health | doctor) most=1 ;;
  backup | list | verify | logs) ;;
  check) [ -n "$NAME" ] || usage "check needs a repository" ;;
  acknowledge) [ -n "$NAME" ] || usage "acknowledge needs a dataset" ;;
  restore) if [ -z "$NAME" ] || [ ${#TARGETS[@]} != 2 ]; then usage "restore needs a dataset and one of --database, --volume, --path, --download"; fi ;;
  '') usage "a command is needed" ;;
  *) usage "unknown command $COMMAND" ;;
esac
[ ${#WORDS[@]} -le $most ] || usage "$COMMAND: what is '${WORDS[$most]}'?"
case "$TIMEOUT" in '' | *[!0-9]*) usage "--timeout $TIMEOUT: seconds are needed" ;; esac
if [ -n "$WAIT" ] && [ "$COMMAND" != backup ] && [ "$COMMAND" != check ]; then usage "--wait is for backup and check"; fi
if [ ${#TARGETS[@]} -gt 0 ] || [ -n "$SNAPSHOT$WORKLOAD$FILE$NO_TABLESPACES" ]; then [ "$COMMAND" = restore ] || usage "${TARGETS[0]:-snapshot} is for restore"; fi
if [ -n "$FILE" ] && [ "${TARGETS[0]:-}" != download ]; then usage "--file is for --download"; fi
if [ -n "$NO_TABLESPACES" ] && [ "${TARGETS[0]:-}" != database ]; then usage "--no-tablespaces is for --database"; fi
for program in curl jq; do
  command -v "$program" >/dev/null 2>&1 || { printf 'error: the command %s is needed: apt-get install %s\n' "$program" "$program" >&2; exit 1; }
done

connect
"command_$COMMAND"
