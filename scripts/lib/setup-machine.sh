# shellcheck shell=bash
# Docker, programs, mounts and ports of the machine, for backrest-setup.sh. Sourced by setup.sh.

# The input of judge_docker, one per line: operating system, data directory of Docker, security options, address.
docker_facts() {
  docker info -f '{{.OperatingSystem}}{{println}}{{.DockerRootDir}}{{println}}{{.SecurityOptions}}' 2>/dev/null || return 1
  docker context inspect -f '{{.Endpoints.docker.Host}}' 2>/dev/null || printf '%s\n' "${DOCKER_HOST:-unix:///var/run/docker.sock}"
}

check_docker() {
  local facts
  say "Docker"
  if ! has docker; then bad "the program docker is missing: install Docker Engine"; return 0; fi
  case "$(docker --version 2>/dev/null)" in *podman*) bad "the program docker belongs to Podman, which is not supported: install Docker Engine"; return 0 ;; esac
  if ! facts="$(docker_facts)"; then
    bad "Docker does not answer the user $(id -un): start Docker, or add the user to the group docker"
    return 0
  fi
  judge_docker <<<"$facts"
  if docker compose version >/dev/null 2>&1; then good "$(docker compose version | head -n 1)"; else
    bad "the plugin docker compose is missing: install version 2.24 or newer"
  fi
}

# judge_docker: reads docker_facts from stdin. Sets DATA_ROOT, and ROOTLESS_SOCKET for rootless Docker.
judge_docker() {
  local system options address
  read -r system && read -r DATA_ROOT && read -r options && read -r address || true
  if [ -z "$DATA_ROOT" ]; then bad "Docker does not answer the user $(id -un): start Docker, or add the user to the group docker"; return 0; fi
  good "Docker answers; its data directory is $DATA_ROOT"
  case "$address" in
    unix://*) ;;
    *) bad "Docker at $address is on another machine: run backrest-setup.sh on the machine of the containers" ;;
  esac
  case "$options" in
    *name=rootless*)
      # shellcheck disable=SC2034 # for the other parts
      ROOTLESS_SOCKET="${address#unix://}"
      note "rootless Docker: dumps and volumes work. The sidecar does not see volumes that the host mounts later"
      note "rootless Docker: ports below 1024 are not available. DOCKER_SOCKET and SLACKWATER_HTTPS in .env are set accordingly"
      ;;
    *name=userns*) note "user namespaces: the sidecar cannot read volumes of containers with userns_mode: host" ;;
  esac
  case "$DATA_ROOT" in
    /var/snap/*)
      case "$DIR" in
        /home/*) note "Docker from a snap sees only directories below /home: keep SLACKWATER_REPOS there too" ;;
        *) bad "Docker from a snap sees only directories below /home: move the stack (--directory) and SLACKWATER_REPOS there" ;;
      esac
      ;;
  esac
  case "$system" in
    Docker\ Desktop*) note "Docker Desktop: volumes and dumps work. Bind mounts are slow, and the sidecar does not see mounts that are added later" ;;
  esac
}

check_programs() {
  if ! has openssl; then bad "the program openssl is missing: apt-get install openssl"; fi
}

# Runs this again as root, who owns the secrets; with rootless Docker the user owns them. The first step, so that no message appears twice.
become_root() {
  if [ "$(id -u)" = 0 ]; then return 0; fi
  case "$(docker info -f '{{.SecurityOptions}}' 2>/dev/null)" in *name=rootless*) return 0 ;; esac
  if [ -n "$CHECK" ] && { [ ! -e "$SECRETS" ] || [ -r "$SECRETS" ]; }; then return 0; fi
  has sudo || { say "the secrets belong to root: run this as root (there is no sudo)"; exit 1; }
  exec sudo --preserve-env=DOCKER_HOST,SLACKWATER_IMAGE,SLACKWATER_SECRETS,SLACKWATER_REPOS,SLACKWATER_HTTPS,SLACKWATER_PORT "$0" "$@"
}

# A private mount cannot be mounted into a container as `rslave`.
is_private() {
  if ! has findmnt; then return 1; fi
  case "$(findmnt -no PROPAGATION -T "$1" 2>/dev/null)" in '' | *shared* | *slave*) return 1 ;; esac
}

is_port() { [[ "$1" =~ ^[0-9]{1,5}$ ]] && [ "$((10#$1))" -ge 1 ] && [ "$((10#$1))" -le 65535 ]; }
https_port() { local value; value="$(setting SLACKWATER_HTTPS 443)"; printf '%s' "${value##*:}"; }
taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
# usable <port> <service>: the port is free, or the service of this stack uses it.
usable() {
  if ! taken "$1"; then return 0; fi
  [ -n "$(docker ps -q --filter "publish=$1" --filter "label=com.docker.compose.service=$2" \
    --filter "label=com.docker.compose.project.working_dir=$DIR" 2>/dev/null)" ]
}

address() {
  local host="${HOST_NAME:-localhost}" port
  port="$(https_port)"
  if [ "$port" = 443 ]; then printf '%s' "$host"; else printf '%s:%s' "$host" "$port"; fi
}
