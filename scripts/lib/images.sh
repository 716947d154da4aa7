# shellcheck shell=bash
# The images of the demo, of the tests and of the sidecar. Sourced after common.sh and docker.sh.
#
# An existing image that these scripts did not build is used unchanged. A built image has the hash of its inputs in the label
# io.slackwater.inputs and is built again when the inputs change. (Not slackwater.inputs: containers inherit labels, and an unknown
# slackwater.* label is an error.) SLACKWATER_BUILD_IMAGES=1 builds all images from Debian packages and pulls none.

SLACKWATER_IMAGE_DIR="$SLACKWATER_ROOT/scripts/images"
SLACKWATER_VERSION="${SLACKWATER_VERSION:-$(
  # The first <version> of the POM outside of <parent>.
  sed -n '/<parent>/,/<\/parent>/d; s:.*<version>\([^<]*\)</version>.*:\1:p' "$SLACKWATER_ROOT/pom.xml" 2>/dev/null | sed q || true
)}"
SLACKWATER_VERSION="${SLACKWATER_VERSION:-dev}"
SLACKWATER_IMAGE="${SLACKWATER_IMAGE:-slackwater/slackwater:$SLACKWATER_VERSION}"
export SLACKWATER_IMAGE

# hash_of <path...>: one hash over names, modes and contents.
hash_of() {
  paste -d' ' <(find "$@" -type f -printf '%P %m\n') <(find "$@" -type f -exec sha256sum {} + | cut -d' ' -f1) | LC_ALL=C sort | sha256sum | cut -d' ' -f1
}

label_of() { docker image inspect -f '{{index .Config.Labels "io.slackwater.inputs"}}' "$1" 2>/dev/null || echo missing; }

registry_answers() {
  local memo="$SLACKWATER_CACHE_DIR/registry" code
  if [ "${SLACKWATER_BUILD_IMAGES:-}" = 1 ]; then return 1; fi
  if [ -z "$(find "$memo" -mmin -60 2>/dev/null)" ]; then
    code="$(curl -sS -o /dev/null -m 3 -w '%{http_code}' https://registry-1.docker.io/v2/ 2>/dev/null || true)"
    case "$code" in 200 | 401) echo yes >"$memo" ;; *) echo no >"$memo" ;; esac
  fi
  grep -qx yes "$memo"
}

# legacy_build <log name> <docker build arguments...>: builds without BuildKit, which a host may lack.
legacy_build() {
  local name="$1"
  shift
  quiet "build-$name" env DOCKER_BUILDKIT=0 docker build --force-rm --network host "$@"
}

# ensure_image <tag> <context> [another input of the image]
ensure_image() {
  local tag="$1" name="$2" inputs have
  local context="$SLACKWATER_IMAGE_DIR/$name"
  inputs="$(printf '%s %s\n' "$(hash_of "$context")" "${3:-}" | sha256sum | cut -d' ' -f1)"
  have="$(label_of "$tag")"
  case "$have" in
    "$inputs") return 0 ;;
    '' | '<no value>') if [ "${SLACKWATER_BUILD_IMAGES:-}" != 1 ]; then return 0; fi ;;
    missing)
      if registry_answers; then
        log "pulling $tag"
        if docker pull -q "$tag" >/dev/null 2>&1; then return 0; fi
      fi
      ;;
  esac
  log "building $tag from Debian packages"
  if [ -x "$context/build.sh" ]; then
    "$context/build.sh" "$tag" "$inputs"
  else
    legacy_build "$name" --label "io.slackwater.inputs=$inputs" -t "$tag" "$context"
  fi
}

ensure_service_images() {
  local base
  ensure_image debian:trixie-slim debian-trixie-slim
  # A new base image causes new images.
  base="$(docker image inspect -f '{{.Id}}' debian:trixie-slim)"
  ensure_image pgvector/pgvector:pg17 pgvector "$base"
  ensure_image redis:8 redis "$base"
  ensure_image nginx:1.28 nginx "$base"
  ensure_image ghcr.io/open-webui/open-webui:main open-webui "$base"
  ensure_image ollama/ollama:latest ollama "$base"
}

# Prints the Backrest image to use: BACKREST_IMAGE, the image of compose.yml.example, or any local Backrest image. Prints nothing without one.
# These scripts never build Backrest.
backrest_image() {
  local pinned any
  if [ -n "${BACKREST_IMAGE:-}" ]; then printf '%s' "$BACKREST_IMAGE"; return 0; fi
  pinned="$(sed -n 's/.*BACKREST_IMAGE:-\([^}]*\)}.*/\1/p' "$SLACKWATER_ROOT/compose.yml.example")"
  if docker image inspect "$pinned" >/dev/null 2>&1; then echo "$pinned"; return 0; fi
  any="$(docker images --format '{{.Repository}}:{{.Tag}}' "${pinned%%:*}" | { grep -v '<none>' || true; } | LC_ALL=C sort -V | tail -n 1)"
  if [ -z "$any" ] && registry_answers && docker pull -q "$pinned" >/dev/null 2>&1; then any="$pinned"; fi
  printf '%s' "$any"
}

# The application is fresh when the last build used these sources and no other build followed.
application_stamp() { (cd "$SLACKWATER_ROOT" && hash_of src/main/java src/main/resources pom.xml .mvn); }
application_is_fresh() {
  local target="$SLACKWATER_ROOT/target"
  [ -e "$target/quarkus-app/quarkus-run.jar" ] && [ -e "$target/quarkus-app.inputs" ] &&
    [ ! "$target/quarkus-app/quarkus-run.jar" -nt "$target/quarkus-app.inputs" ] &&
    [ "$(cat "$target/quarkus-app.inputs")" = "$(application_stamp)" ]
}

build_application() {
  if application_is_fresh; then return 0; fi
  ensure_jdk
  log "building the application"
  (cd "$SLACKWATER_ROOT" && quiet maven-package ./mvnw -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -Djacoco.skip=true package)
  [ -e "$SLACKWATER_ROOT/target/quarkus-app/quarkus-run.jar" ] || die "Maven built no target/quarkus-app/quarkus-run.jar"
  application_stamp >"$SLACKWATER_ROOT/target/quarkus-app.inputs"
}

# The hash of all inputs of the sidecar's image.
sidecar_inputs() (
  cd "$SLACKWATER_ROOT" || exit
  { hash_of src/main pom.xml mvnw .mvn; docker image inspect -f '{{.Id}}' debian:trixie-slim; } | sha256sum | cut -d' ' -f1
)

# Builds the image of the sidecar. Maven on the host builds the application, which takes seconds with its cache;
# SLACKWATER_BUILD_IN_DOCKER=1 builds it inside the Dockerfile. Both give the same image.
ensure_sidecar_image() {
  local inputs prebuilt=true
  inputs="$(sidecar_inputs)"
  if [ "$(label_of "$SLACKWATER_IMAGE")" = "$inputs" ]; then return 0; fi
  if [ "${SLACKWATER_BUILD_IN_DOCKER:-}" = 1 ]; then prebuilt=false; else build_application; fi
  log "building $SLACKWATER_IMAGE"
  legacy_build slackwater --label "io.slackwater.inputs=$inputs" -t "$SLACKWATER_IMAGE" \
    --build-arg "PREBUILT=$prebuilt" --build-arg "VERSION=$SLACKWATER_VERSION" \
    -f "$SLACKWATER_ROOT/src/main/docker/Dockerfile" "$SLACKWATER_ROOT"
}

ensure_images() {
  only_one images
  ensure_service_images
  ensure_sidecar_image
  let_go
}
