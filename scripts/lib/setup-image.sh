# shellcheck shell=bash
# The sidecar's image, for backrest-setup.sh. Sourced by it, after setup.sh; needs CHECK and root (this project's directory).

# The sidecar's image is in no registry: it is built from the sources beside this script, as the quickstart does it.
check_image() {
  local image
  if [ "$PROBLEMS" != 0 ]; then return 0; fi
  image="$(setting SLACKWATER_IMAGE "$(default_image)")"
  if docker image inspect "$image" >/dev/null 2>&1; then
    if [ "$image" != "$(default_image)" ] || ! is_stale "$image"; then good "the image $image is here"; return 0; fi
    if [ -n "$CHECK" ]; then bad "the image $image is not of the sources in ${root:?} as they are now: run this without --check, which builds it again"; return 0; fi
    say "building the image $image again, because the sources in $root or its Debian are others now: some minutes"
    build_image "$image" && made "the image $image" || bad "the image $image could not be built again: see the messages above"
    return 0
  fi
  if [ "$image" != "$(default_image)" ]; then note "the image $image is not here yet: docker compose pulls it"; return 0; fi
  if [ ! -e "$root/src/main/docker/Dockerfile" ]; then
    bad "the image $image is not here, and neither are its sources: run scripts/backrest-setup.sh in a clone of them, or docker load it from where it is"
  elif [ -n "$CHECK" ]; then bad "the image $image is not here: run this without --check, which builds it from the sources in $root"
  else
    say "building the image $image from the sources in $root: some minutes"
    build_image "$image" && made "the image $image" || bad "the image $image could not be built: see the messages above"
  fi
}
# Whether it was built here, and of other sources than are here now. One without the label is somebody's own.
is_stale() (
  if [ ! -e "$root/src/main/docker/Dockerfile" ]; then exit 1; fi
  image_functions "$1"
  # Which Debian it was built on is in the label, too: without one nothing can be said; building fetches it.
  if [ -n "$CHECK" ] && ! docker image inspect debian:trixie-slim >/dev/null 2>&1; then exit 1; fi
  case "$(label_of "$1")" in '' | '<no value>' | "$(sidecar_inputs)") exit 1 ;; esac
)
image_functions() {
  local lib
  export SLACKWATER_IMAGE="$1"
  for lib in common docker jdk images; do
    # shellcheck source=/dev/null
    . "$root/scripts/lib/$lib.sh"
  done
}
# Root's build of the application would leave root's files in a user's clone; inside Docker it leaves none.
build_image() (
  export SLACKWATER_BUILD_IN_DOCKER="${SLACKWATER_BUILD_IN_DOCKER:-${SUDO_USER:+1}}"
  image_functions "$1"
  only_one images
  ensure_image debian:trixie-slim debian-trixie-slim
  ensure_sidecar_image
)
