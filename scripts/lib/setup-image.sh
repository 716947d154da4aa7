# shellcheck shell=bash
# The image of the sidecar, for backrest-setup.sh. Sourced by it, after setup.sh; needs CHECK and root (the directory of this project).

# No registry has the image: it is built from the sources beside this script.
check_image() {
  local image
  if [ "$PROBLEMS" != 0 ]; then return 0; fi
  image="$(setting SLACKWATER_IMAGE "$(default_image)")"
  if docker image inspect "$image" >/dev/null 2>&1; then
    if [ "$image" != "$(default_image)" ] || ! is_stale "$image"; then good "the image $image is here"; return 0; fi
    if [ -n "$CHECK" ]; then bad "the image $image was not built from the sources in ${root:?}: run backrest-setup.sh without --check, which builds it again"; return 0; fi
    say "building the image $image again, because the sources in $root or the Debian image changed. This takes some minutes"
    build_image "$image" && made "the image $image" || bad "the image $image could not be built again: see the messages above"
    return 0
  fi
  if [ "$image" != "$(default_image)" ]; then note "the image $image is not here yet. docker compose pulls it"; return 0; fi
  if [ ! -e "$root/src/main/docker/Dockerfile" ]; then
    bad "the image $image and its sources are missing: run scripts/backrest-setup.sh in a clone of the project, or docker load the image"
  elif [ -n "$CHECK" ]; then bad "the image $image is missing: run backrest-setup.sh without --check to build it from the sources in $root"
  else
    say "building the image $image from the sources in $root. This takes some minutes"
    build_image "$image" && made "the image $image" || bad "the image $image could not be built: see the messages above"
  fi
}
# Whether the image was built from other sources than these. An image without the label was not built by these scripts.
is_stale() (
  if [ ! -e "$root/src/main/docker/Dockerfile" ]; then exit 1; fi
  image_functions "$1"
  # The label depends on the Debian image too. Without that image a check cannot decide; a build fetches it.
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
# Builds inside Docker under sudo, because a build by root would leave files of root in the clone of a user.
build_image() (
  export SLACKWATER_BUILD_IN_DOCKER="${SLACKWATER_BUILD_IN_DOCKER:-${SUDO_USER:+1}}"
  image_functions "$1"
  only_one images
  ensure_image debian:trixie-slim debian-trixie-slim
  ensure_sidecar_image
)
