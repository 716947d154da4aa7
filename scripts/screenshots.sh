#!/usr/bin/env bash
# Makes the pictures of the documentation from the running demo stack of scripts/quickstart.sh.
#
#   scripts/screenshots.sh   backs the demo up three times, then writes docs/images/*.png
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

# Real runs give the charts a line. The pictures show the first day of a stack, because no past is invented.
log "backing $PROJECT up three times"
for _ in 1 2 3; do
  runs="$(api_run_all)" || die "the sidecar refused to start the backups; its answer is above"
  for run in $runs; do until_true 300 "run $run" api_run_is_over "$run" || die "run $run has not ended after 300 s"; done
done

log "writing $IMAGES"
mkdir -p "$IMAGES"
SLACKWATER_SCREENSHOTS="$IMAGES" in_browser Screenshots
pngquant --force --skip-if-larger --ext .png 64 "$IMAGES"/*.png
du -k "$IMAGES"/*.png
