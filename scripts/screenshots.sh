#!/usr/bin/env bash
# Makes the pictures of the documentation from the running demo stack of scripts/quickstart.sh.
#
#   scripts/screenshots.sh   gives the demo 30 days of earlier runs, then writes docs/images/*.png
#
# Exit codes: 0 all pictures were written, 1 otherwise.

here="$(cd "$(dirname "$0")" && pwd)"
for lib in common docker jdk restic images api demo door browser; do
  # shellcheck source=/dev/null
  . "$here/lib/$lib.sh"
done

case "${1:-}" in
  '') ;;
  -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
  *) misused "unknown argument $1" ;;
esac

PROJECT="${SLACKWATER_DEMO_PROJECT:-slackwater-demo}"
STACK="${SLACKWATER_DEMO_DIR:-${XDG_STATE_HOME:-$HOME/.local/state}/$PROJECT}"
IMAGES="$SLACKWATER_ROOT/docs/images"

ensure_docker
find_stack || die "the demo stack $PROJECT in $STACK does not answer: start it with scripts/quickstart.sh"
ensure_jdk
ensure_chromium
has pngquant || apt_install pngquant

# A new stack has one run per dataset. The past has a failed and a missed night, growing data and changing durations.
log "adding 30 days of runs to the journal of $PROJECT"
dc stop -t 20 slackwater >/dev/null 2>&1
as_root python3 "$here/lib/past-runs.py" "$(docker volume inspect -f '{{.Mountpoint}}' "${PROJECT}_slackwater-data")/journal.db"
dc start slackwater >/dev/null 2>&1
until_true 120 "the sidecar" api_is_ready

log "writing $IMAGES"
mkdir -p "$IMAGES"
SLACKWATER_SCREENSHOTS="$IMAGES" in_browser Screenshots
pngquant --force --skip-if-larger --ext .png 64 "$IMAGES"/*.png
du -k "$IMAGES"/*.png
