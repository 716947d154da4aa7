#!/usr/bin/env bash
# The command line of Slackwater, for people, cron and CI. It calls the API of the sidecar and needs curl and jq.
#
# Commands:
#   status                       shows state, age and size of the newest backup of each dataset, and the raised alarms
#   backup [NAME] [--wait]       backs up a dataset, a workload or a plan; without NAME, everything
#   list [DATASET] [--workload ID] [--plan NAME] [--kind KIND] [--pinned] [--from TIME] [--to TIME]
#                                lists the snapshots that can be restored. --workload and --plan: of the run that made the snapshot.
#                                --from, --to: the time of its data; 2026-11-20T12:00 is in the time zone of the policy
#   files SNAPSHOT [PATH]        lists a directory of a snapshot; without PATH, the directory of the dataset. list shows the ids
#   find DATASET NAME            finds files by name in the snapshots of a dataset, for example find shop.web.files '*.jpg'
#   pin SNAPSHOT                 keeps a snapshot, whatever the retention of its plan is. list shows the ids
#   unpin SNAPSHOT               lets the retention decide about it again
#   delete SNAPSHOT… [--dry-run] [--yes]
#                                deletes verified snapshots for good, after a typed confirmation. --dry-run only says what would go and
#                                why a snapshot stays; --yes asks nothing
#   forget PLAN [--wait]         forgets the snapshots that the retention of a plan no longer keeps
#   prune REPOSITORY [--wait]    removes the data that no snapshot needs
#   restore DATASET [TARGET] [--snapshot ID | --at TIME] [--workload ID]
#                                restores a snapshot into a new target, which is one of
#                                --database NAME | --volume NAME | --path DIRECTORY | --download FILE
#                                without TARGET, for roles: into the server itself
#                                DIRECTORY must be below restore.directories of the policy (default: restores of the stack)
#                                --at TIME: the newest data of this time or before. 2026-11-20T12:00 is in the time zone of the policy
#                                --workload ID, for a database or roles: into another server
#                                --no-tablespaces, for a database or roles: uses the default tablespace of the server only
#                                --file PATH, with --download: one file of a volume, or a directory as a tar, by its full path in the
#                                snapshot; without it, all files of a volume as a tar
#   restore NAME --in-place [--snapshot ID | --at TIME] [--yes-overwrite PHRASE] [--without-safety-snapshot]
#                                restores a dataset, workload or plan, or all, in place of the live data. First shows what it will do
#                                and asks for the PHRASE that it names. The old data are kept for restore.keepOld of the policy
#                                --without-safety-snapshot: when the live data are too damaged to be backed up before
#   restore --recover            brings the old data back after a restore in place that was killed, also when Slackwater does not run
#   verify [DATASET]             shows the result of each dataset's last backup, and its newest verified snapshot
#   check REPOSITORY [--wait]    checks a repository: structure and a part of the data; all data when damage is suspected
#   logs [DATASET|RUN]           lists runs, newest first, or shows one run
#   acknowledge DATASET          confirms that a dataset shrank, is empty or is gone on purpose
#   schedule                     lists the next and the last start of each plan, prune and check
#   coverage                     lists the data that no backup contains
#   audit [verify] [--actor NAME] [--action ACTION] [--since TIME]
#                                lists who did what, newest first: the newest 100 entries, or all entries since TIME, such as 24h, 7d or
#                                2026-11-24. verify checks that no entry was changed or removed
#   alarms                       lists the raised alarms with their remedies
#   alarms acknowledge KEY       records that you know about an alarm, so that channels repeat it no more. alarms shows the keys
#   alarms unacknowledge KEY     withdraws that
#   alerts                       lists the channels of alarms, when each last sent, and why it failed
#   alerts test [CHANNEL]        sends a test message to a channel; without CHANNEL, to each
#   health                       shows the health checks of the sidecar
#   doctor                       runs all checks of the stack
#
# Options:
#   --json                       prints the answer of the API
#   --directory DIR              the directory of the stack (default: the directory above this script)
#   --url URL                    the address of Slackwater (default: its port on this host)
#   --token-file FILE            the file with the API token (default: secrets/api.token of the stack)
#   --cacert FILE                a certificate to trust (default: secrets/tls/fullchain.pem of the stack)
#   --timeout SECONDS            how long --wait, a download and find may take (default: 3600)
#
# Exit codes:
#   0  ok
#   1  failed, the plan has no datasets, or the audit log was changed
#   2  degraded: a dataset is overdue, an alarm is raised, or a backup was not verified
#   3  wrong usage
#   4  Slackwater is unreachable
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
# shellcheck source=scripts/lib/management.sh
. "$here/lib/management.sh"

DIR="$(dirname "$here")" TOOL="$0" URL="${SLACKWATER_URL:-}" TOKEN_FILE="${SLACKWATER_TOKEN_FILE:-}" CACERT='' JSON='' WAIT='' TIMEOUT=3600
SNAPSHOT='' AT='' WORKLOAD='' FILE='' NO_TABLESPACES='' IN_PLACE='' WITHOUT_SAFETY='' RECOVER='' PHRASE='' ACTOR='' ACTION='' SINCE='' DRY_RUN='' YES='' TARGETS=() FILTERS=() WORDS=()
while [ $# -gt 0 ]; do
  case "$1" in
    --json) JSON=1 ;;
    --wait) WAIT=1 ;;
    --no-tablespaces) NO_TABLESPACES=1 ;;
    --in-place) IN_PLACE=1 ;;
    --without-safety-snapshot) WITHOUT_SAFETY=1 ;;
    --recover) RECOVER=1 ;;
    --dry-run) DRY_RUN=1 ;;
    --yes) YES=1 ;;
    --pinned) FILTERS+=(pinned=true) ;;
    --directory | --url | --token-file | --cacert | --timeout | --snapshot | --at | --workload | --file | --actor | --action | --since | \
      --plan | --kind | --from | --to | --database | --volume | --path | --download | --yes-overwrite)
      if [ $# -lt 2 ] || [ -z "$2" ]; then usage "$1 needs a value"; fi
      case "$1" in
        --directory) DIR="$2" TOOL="$0 --directory $(printf %q "$2")" ;;
        --url) URL="$2" ;;
        --token-file) TOKEN_FILE="$2" ;;
        --cacert) CACERT="$2" ;;
        --timeout) TIMEOUT="$2" ;;
        --snapshot) SNAPSHOT="$2" ;;
        --at) AT="$2" ;;
        --workload) WORKLOAD="$2" ;;
        --file) FILE="$2" ;;
        --actor) ACTOR="$2" ;;
        --action) ACTION="$2" ;;
        --since) SINCE="$2" ;;
        --plan | --kind | --from | --to) FILTERS+=("${1#--}=$2") ;;
        --yes-overwrite) PHRASE="$2" ;;
        *) TARGETS+=("${1#--}" "$2") ;;
      esac
      shift
      ;;
    -h | --help | help) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; exit 0 ;;
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
  find) if [ -z "$NAME" ] || [ -z "${WORDS[2]:-}" ]; then usage "find needs a dataset and a name, for example '*.jpg'"; fi; most=3 ;;
  files) [ -n "$NAME" ] || usage "files needs the id of a snapshot"; most=3 ;;
  alerts)
    most=3
    case "$NAME" in '' | test) ;; *) usage "alerts takes only test [CHANNEL], not '$NAME'" ;; esac
    ;;
  alarms)
    most=3
    case "$NAME" in
      '') ;;
      acknowledge | unacknowledge) [ -n "${WORDS[2]:-}" ] || usage "alarms $NAME needs the key of an alarm" ;;
      *) usage "unknown command alarms $NAME" ;;
    esac
    ;;
  delete) [ -n "$NAME" ] || usage "delete needs the id of a snapshot"; most=${#WORDS[@]} ;;
  pin | unpin) [ -n "$NAME" ] || usage "$COMMAND needs the id of a snapshot" ;;
  check | prune) [ -n "$NAME" ] || usage "$COMMAND needs a repository" ;;
  forget) [ -n "$NAME" ] || usage "forget needs a plan" ;;
  audit) case "$NAME" in '' | verify) ;; *) usage "unknown command audit $NAME" ;; esac ;;
  acknowledge) [ -n "$NAME" ] || usage "acknowledge needs a dataset" ;;
  restore)
    if [ -n "$RECOVER" ]; then
      [ -z "$NAME$IN_PLACE" ] || usage "restore --recover takes no dataset and no other option"
    elif [ -n "$IN_PLACE" ]; then
      [ -n "$NAME" ] || usage "restore --in-place needs a dataset, a workload, a plan, or all"
      [ ${#TARGETS[@]} = 0 ] && [ -z "$WORKLOAD$FILE$NO_TABLESPACES" ] || usage "--in-place has no other target: leave out --database, --volume, --path, --download, --workload, --file and --no-tablespaces"
    elif [ -z "$NAME" ] || [ ${#TARGETS[@]} -gt 2 ]; then
      usage "restore needs a dataset and one of --database, --volume, --path, --download; for roles none of them"
    fi
    ;;
  '') usage "a command is needed" ;;
  *) usage "unknown command $COMMAND" ;;
esac
[ ${#WORDS[@]} -le "$most" ] || usage "$COMMAND takes no argument '${WORDS[$most]}'"
case "$TIMEOUT" in '' | *[!0-9]*) usage "--timeout $TIMEOUT is not a number of seconds" ;; esac
case "$COMMAND" in backup | check | forget | prune) ;; *) [ -z "$WAIT" ] || usage "--wait works with backup, check, forget and prune only" ;; esac
if [ -n "$DRY_RUN$YES" ] && [ "$COMMAND" != delete ]; then usage "--dry-run and --yes work with delete only"; fi
if [ ${#FILTERS[@]} -gt 0 ]; then [ "$COMMAND" = list ] || usage "--plan, --kind, --pinned, --from and --to work with list only"; fi
if [ "$COMMAND" = list ] && [ -n "$WORKLOAD" ]; then FILTERS+=("workload=$WORKLOAD") WORKLOAD=''; fi
if [ ${#TARGETS[@]} -gt 0 ] || [ -n "$SNAPSHOT$AT$WORKLOAD$FILE$NO_TABLESPACES$IN_PLACE$RECOVER$PHRASE$WITHOUT_SAFETY" ]; then [ "$COMMAND" = restore ] || usage "restore options work with restore only"; fi
if [ -n "$ACTOR$ACTION$SINCE" ] && { [ "$COMMAND" != audit ] || [ -n "$NAME" ]; }; then usage "--actor, --action and --since work with audit only"; fi
if [ -n "$PHRASE$WITHOUT_SAFETY" ] && [ -z "$IN_PLACE" ]; then usage "--yes-overwrite and --without-safety-snapshot work with --in-place only"; fi
if [ -n "$SNAPSHOT" ] && [ -n "$AT" ]; then usage "--snapshot and --at exclude each other"; fi
if [ -n "$FILE" ] && [ "${TARGETS[0]:-}" != download ]; then usage "--file needs --download"; fi
if [ "${TARGETS[0]:-database}" != database ]; then
  [ -z "$NO_TABLESPACES" ] || usage "--no-tablespaces works with databases and roles only"
  [ -z "$WORKLOAD" ] || usage "--workload works with databases and roles only"
fi
for program in curl jq; do
  command -v "$program" >/dev/null 2>&1 || { printf 'error: the program %s is missing. Install it: apt-get install %s\n' "$program" "$program" >&2; exit 1; }
done

# The commands in remedies can be copied as they are; --json keeps the words of the API.
[ -z "$JSON" ] || TOOL="$KNOWN_TOOL"
connect
"command_$COMMAND"
