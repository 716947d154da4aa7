#!/bin/sh
# Makes the AOT cache, in `docker build`: starts the sidecar with the options of entrypoint.sh, uses it and stops it. Java writes the cache
# when it exits. A build has no Docker and no Backrest: train-services.pl answers in their place.
#
#   train.sh FILE
set -eu
work="$(mktemp -d)"
services=
trap 'kill -- $services; rm -rf "$work"' EXIT
mkdir -p "$work/data" "$work/secrets" "$work/cache" "$work/stack/files"
echo content >"$work/stack/files/file"
echo NAME=value >"$work/stack/.env"
cat >"$work/stack/compose.yml" <<'YAML'
services:
  db: { image: "postgres:17", env_file: [.env], volumes: ["db:/var/lib/postgresql/data"] }
  files: { image: "debian:trixie", volumes: ["./files:/srv/files"], environment: { NAME: "${NAME:-value}" } }
volumes: { db: {} }
YAML
cat >"$work/policy.yml" <<YAML
instance: training
repositories: { critical: { uri: $work/critical }, models: { uri: $work/models }, system: { uri: $work/system } }
plans: { critical: { enabled: false }, models: { enabled: false }, system: { enabled: false } }
YAML
# The scripts build with the host's network, where port 8080 may be in use.
port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 20000))
export SLACKWATER_POLICY_FILE="$work/policy.yml" SLACKWATER_DATA="$work/data" SLACKWATER_SECRETS="$work/secrets" \
  SLACKWATER_CACHE="$work/cache" SLACKWATER_DOCKER_SOCKET="$work/docker.sock" SLACKWATER_STACK_DIR="$work/stack" \
  SLACKWATER_HELPER_IMAGE=training \
  SLACKWATER_BACKREST_URL="http://127.0.0.1:$((port - 1))" SLACKWATER_BACKREST_USER=training SLACKWATER_BACKREST_PASSWORD_FILE="$work/password" \
  SLACKWATER_PORT="$port" SLACKWATER_INTERNAL_PORT=0 SLACKWATER_INTERNAL_HOST=127.0.0.1 QUARKUS_HTTP_HOST=127.0.0.1

echo training-password >"$work/password"
# setsid: the answers are processes of their own, which end with it.
setsid "$(dirname "$0")/train-services.pl" "$SLACKWATER_DOCKER_SOCKET" "$((port - 1))" "$work/stack" &
services=-$!

# Without warnings: Java names each class that the cache cannot hold. Without profiles of methods, which would cost 2 MiB at run time.
JAVA_OPTS="-XX:AOTCacheOutput=$1 -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -Xlog:disable -Xlog:all=error:stderr" "$(dirname "$0")/entrypoint.sh" &
sidecar=$!

# get <path> [curl option...]
get() {
  path="$1"
  shift
  curl --noproxy '*' -sS -m 10 "$@" "http://127.0.0.1:$port$path"
}

tries=0
until get /q/health/ready -f >/dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" = 600 ] || ! kill -0 "$sidecar"; then
    echo "train.sh: the sidecar does not become ready" >&2
    exit 1
  fi
  sleep 0.1
done
token="Authorization: Bearer $(cat "$work/secrets/api.token")"
for path in /q/health/live /q/health/group/backups /q/metrics /login /; do get "$path" >/dev/null; done
get /login -d 'name=admin&password=wrong' >/dev/null
for path in /api/v1/session /api/v1/workloads /api/v1/verdicts /api/v1/runs /api/v1/plans /api/v1/alarms; do
  get "$path" -H "$token" >/dev/null
done
# Otherwise the training would miss what a start does.
for dataset in training.db.app training.redis.rdb training.files.srv-files training.config; do
  get /api/v1/datasets -H "$token" | grep -q "\"$dataset\"" || { echo "train.sh: the sidecar does not find the dataset $dataset of train-services.pl" >&2; exit 1; }
done
# A backup, because each start reads the last runs and snapshots.
get /api/v1/runs -H "$token" -H 'Content-Type: application/json' -d '{"dataset":"training.files.srv-files"}' >/dev/null
tries=0
until get /api/v1/verdicts -H "$token" | grep -q training.files.srv-files; do
  tries=$((tries + 1))
  if [ "$tries" = 600 ]; then
    echo "train.sh: the backup of training.files.srv-files does not succeed:" >&2
    get /api/v1/runs -H "$token" >&2
    exit 1
  fi
  sleep 0.1
done
kill -TERM "$sidecar"
wait "$sidecar" || [ $? = 143 ]
[ -s "$1" ] || { echo "train.sh: Java wrote no AOT cache" >&2; exit 1; }
