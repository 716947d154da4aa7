#!/bin/sh
# Makes the AOT cache, in `docker build`: starts the sidecar with the options of entrypoint.sh, uses it and stops it. Java writes the cache
# when it exits. A build has no Docker: train-docker.pl answers in its place.
#
#   train.sh FILE
set -eu
work="$(mktemp -d)"
docker=
trap 'kill $docker; rm -rf "$work"' EXIT
mkdir "$work/data" "$work/secrets" "$work/cache"
cat >"$work/policy.yml" <<YAML
instance: training
repositories: { critical: { uri: $work/critical }, models: { uri: $work/models }, system: { uri: $work/system } }
plans: { critical: { enabled: false }, models: { enabled: false }, system: { enabled: false } }
YAML
# The scripts build with the host's network, where port 8080 may be in use.
port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 20000))
export SLACKWATER_POLICY_FILE="$work/policy.yml" SLACKWATER_DATA="$work/data" SLACKWATER_SECRETS="$work/secrets" \
  SLACKWATER_CACHE="$work/cache" SLACKWATER_DOCKER_SOCKET="$work/docker.sock" SLACKWATER_STACK_DIR="$work" \
  SLACKWATER_PORT="$port" SLACKWATER_INTERNAL_PORT=0 SLACKWATER_INTERNAL_HOST=127.0.0.1 QUARKUS_HTTP_HOST=127.0.0.1

"$(dirname "$0")/train-docker.pl" "$SLACKWATER_DOCKER_SOCKET" &
docker=$!

# Without warnings: Java names each class that the cache cannot hold.
JAVA_OPTS="-XX:AOTCacheOutput=$1 -Xlog:disable -Xlog:all=error:stderr" "$(dirname "$0")/entrypoint.sh" &
sidecar=$!

# get <path> [curl option...]
get() {
  path="$1"
  shift
  curl --noproxy '*' -sS -m 10 -o /dev/null "$@" "http://127.0.0.1:$port$path"
}

tries=0
until get /q/health/ready -f 2>/dev/null; do
  tries=$((tries + 1))
  if [ "$tries" = 600 ] || ! kill -0 "$sidecar"; then
    echo "train.sh: the sidecar does not become ready" >&2
    exit 1
  fi
  sleep 0.1
done
for path in /q/health/live /q/health/group/backups /q/metrics /login /; do get "$path"; done
get /login -d 'name=admin&password=wrong'
for path in /api/v1/session /api/v1/workloads /api/v1/datasets /api/v1/verdicts /api/v1/runs /api/v1/plans /api/v1/alarms; do
  get "$path" -H "Authorization: Bearer $(cat "$work/secrets/api.token")"
done
kill -TERM "$sidecar"
wait "$sidecar" || [ $? = 143 ]
[ -s "$1" ] || { echo "train.sh: Java wrote no AOT cache" >&2; exit 1; }
