# shellcheck shell=bash
# What backrest-setup.sh asks the machine: Docker, programs, mounts, ports. Sourced by setup.sh.

# What judge_docker is told, one a line: operating system, directory of Docker's data, security options, address.
docker_facts() {
  docker info -f '{{.OperatingSystem}}{{println}}{{.DockerRootDir}}{{println}}{{.SecurityOptions}}' 2>/dev/null || return 1
  docker context inspect -f '{{.Endpoints.docker.Host}}' 2>/dev/null || printf '%s\n' "${DOCKER_HOST:-unix:///var/run/docker.sock}"
}

check_docker() {
  local facts
  say "Docker"
  if ! has docker; then bad "the command docker is not there: install Docker Engine"; return 0; fi
  case "$(docker --version 2>/dev/null)" in *podman*) bad "the command docker is Podman's, which has no socket like Docker's: install Docker Engine"; return 0 ;; esac
  if ! facts="$(docker_facts)"; then
    bad "no Docker answers (as $(id -un)): start it, or add yourself to the group docker"
    return 0
  fi
  judge_docker <<<"$facts"
  if docker compose version >/dev/null 2>&1; then good "$(docker compose version | head -n 1)"; else
    bad "the plugin docker compose (2.24 or newer) is not there"
  fi
}

# judge_docker: docker_facts on stdin. Sets DATA_ROOT, and ROOTLESS_SOCKET when Docker is not root's.
judge_docker() {
  local system options address
  read -r system && read -r DATA_ROOT && read -r options && read -r address || true
  if [ -z "$DATA_ROOT" ]; then bad "no Docker answers (as $(id -un)): start it, or add yourself to the group docker"; return 0; fi
  good "answers; its data is in $DATA_ROOT"
  case "$address" in
    unix://*) ;;
    *) bad "$address is another machine: run this on the machine whose containers are to be protected" ;;
  esac
  case "$options" in
    *name=rootless*)
      # shellcheck disable=SC2034 # for the other parts
      ROOTLESS_SOCKET="${address#unix://}"
      note "rootless Docker: dumps and volumes work; volumes that the host mounts later (rslave) are not seen, and ports below 1024 are"
      note "  not ours: .env has DOCKER_SOCKET and SLACKWATER_HTTPS for that"
      ;;
    *name=userns*) note "user namespaces: the sidecar reads all volumes of its own mapping; those of containers with userns_mode: host it cannot read" ;;
  esac
  case "$DATA_ROOT" in
    /var/snap/*)
      case "$DIR" in
        /home/*) note "Docker from a snap sees only directories below /home, as this one is; keep SLACKWATER_REPOS there too" ;;
        *) bad "Docker from a snap sees only directories below /home: put the stack there (--directory), and SLACKWATER_REPOS" ;;
      esac
      ;;
  esac
  case "$system" in
    Docker\ Desktop*) note "Docker Desktop: volumes and dumps work; bind mounts of your own disk are slow, and mounts that are added later are not seen" ;;
  esac
}

check_programs() {
  if ! has openssl; then bad "the command openssl is not there: it makes the certificate; apt-get install openssl"; fi
}

# Containers see root's files as their own root's; with rootless Docker that is who runs this. First of all, so that nothing is
# said twice.
become_root() {
  if [ "$(id -u)" = 0 ]; then return 0; fi
  case "$(docker info -f '{{.SecurityOptions}}' 2>/dev/null)" in *name=rootless*) return 0 ;; esac
  if [ -n "$CHECK" ] && { [ ! -e "$SECRETS" ] || [ -r "$SECRETS" ]; }; then return 0; fi
  has sudo || { say "the secrets belong to root: run this as root"; exit 1; }
  exec sudo --preserve-env=DOCKER_HOST,SLACKWATER_IMAGE,SLACKWATER_SECRETS,SLACKWATER_REPOS,SLACKWATER_HTTPS,SLACKWATER_PORT "$0" "$@"
}

# A mount that shares nothing with the others cannot be handed on as `rslave`.
is_private() {
  if ! has findmnt; then return 1; fi
  case "$(findmnt -no PROPAGATION -T "$1" 2>/dev/null)" in '' | *shared* | *slave*) return 1 ;; esac
}

is_port() { [[ "$1" =~ ^[0-9]{1,5}$ ]] && [ "$((10#$1))" -ge 1 ] && [ "$((10#$1))" -le 65535 ]; }
https_port() { local value; value="$(setting SLACKWATER_HTTPS 443)"; printf '%s' "${value##*:}"; }
taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
# usable <port> <service>: free, or held by this very stack.
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
