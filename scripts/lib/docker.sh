# shellcheck shell=bash
# Finds or installs Docker Engine and Compose v2. Sourced after common.sh.

# Uses DOCKER_HOST when it is set.
docker_answers() { docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

docker_wait() {
  local i
  for ((i = 0; i < 150; i++)); do
    if docker_answers; then return 0; fi
    sleep 0.2
  done
  return 1
}

start_dockerd() {
  local log_file=/var/log/slackwater-dockerd.log
  # A killed daemon leaves its pid file, with which the next daemon refuses to start.
  if [ -f /var/run/docker.pid ] && ! as_root kill -0 "$(cat /var/run/docker.pid)" 2>/dev/null; then
    as_root rm -f /var/run/docker.pid
  fi
  log "starting dockerd (log: $log_file)"
  # A session of its own and no inherited descriptors, because the daemon must outlive this shell and hold none of its locks.
  # shellcheck disable=SC2016
  as_root bash -c '
    for fd in /proc/self/fd/*; do
      fd=${fd##*/}
      if [ "$fd" -gt 2 ]; then eval "exec $fd>&-"; fi
    done
    ulimit -n 1048576 2>/dev/null || true
    setsid nohup dockerd </dev/null >>"$1" 2>&1 &
  ' start-dockerd "$log_file"
}

ensure_engine() {
  if has docker && docker_answers; then return 0; fi
  if [ -n "${DOCKER_HOST:-}" ]; then die "Docker does not answer at DOCKER_HOST=$DOCKER_HOST. Correct or unset DOCKER_HOST"; fi
  only_one docker
  if ! has docker || ! { has dockerd || [ -x /usr/sbin/dockerd ]; }; then apt_install docker.io iptables ca-certificates; fi
  # The daemon may run although it does not answer a user outside of the group docker.
  if ! docker_answers && ! as_root docker version >/dev/null 2>&1; then
    has iptables || [ -x /usr/sbin/iptables ] || apt_install iptables
    if [ -d /run/systemd/system ]; then
      as_root systemctl start docker
    else
      PATH="$PATH:/usr/sbin:/sbin" start_dockerd
    fi
    docker_wait || as_root docker version >/dev/null 2>&1 ||
      die "dockerd does not answer after 30 s. Its log: /var/log/slackwater-dockerd.log"
  fi
  let_go
  docker_answers || die "Docker runs, but the user $(id -un) may not use it. Add the user to the group docker, or run this as root"
}

ensure_compose() {
  local plugin="${DOCKER_CONFIG:-$HOME/.docker}/cli-plugins/docker-compose" tmp
  if docker compose version >/dev/null 2>&1; then return 0; fi
  only_one compose
  if ! docker compose version >/dev/null 2>&1; then
    log "installing the compose plugin"
    tmp="$(mktemp -d)"
    # Only the binary, because the package would install many dependencies of trixie on an older Debian.
    fetch_debs "$tmp" docker-compose
    dpkg-deb -x "$tmp"/docker-compose_*.deb "$tmp/x"
    mkdir -p "${plugin%/*}"
    install -m 0755 "$tmp/x/usr/libexec/docker/cli-plugins/docker-compose" "$plugin"
    rm -rf "$tmp"
  fi
  let_go
  docker compose version >/dev/null 2>&1 || die "the compose plugin $plugin does not run: remove it, and install docker-compose-plugin"
}

ensure_docker() {
  ensure_engine
  ensure_compose
}

# ------------------------------------------------------------------ ports

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The name of each container and its published ports, also of stopped containers, which do not listen yet.
ports_of_containers() {
  docker ps -aq | xargs -r docker inspect -f '{{.Name}}{{range .HostConfig.PortBindings}}{{range .}} {{.HostPort}}{{end}}{{end}}' 2>/dev/null || true
}

# pick_port <variable> <service> <its port> <first choice> <others...>: the present port of the service, or the first free port. Another
# script cannot pick the same port, because its lock is held until this script ends.
pick_port() {
  local variable="$1" service="$2" port lock others
  port="$(docker port "$PROJECT-$service-1" "$3/tcp" 2>/dev/null | sed -n 's/.*://p' | head -n 1)" || port=
  shift 3
  if [ -n "$port" ]; then printf -v "$variable" %s "$port"; return 0; fi
  others=" $(ports_of_containers | sed -n "\\,^/$PROJECT-$service-1 ,!s/^[^ ]* //p" | paste -sd' ' -) "
  for port in "$@"; do
    if [[ "$others" == *" $port "* ]] || ! port_is_free "$port"; then continue; fi
    exec {lock}>"$SLACKWATER_CACHE_DIR/port.$port.lock"
    if flock -n "$lock"; then printf -v "$variable" %s "$port"; return 0; fi
    exec {lock}>&-
  done
  die "all ports for $service are in use ($*): free one of them"
}
pick_ports() {
  pick_port PORT slackwater 8080 8080 $(seq 18080 18179)
  pick_port HTTPS_PORT nginx 8443 8443 $(seq 18443 18499)
}
