# shellcheck shell=bash
# The files that backrest-setup.sh creates in the stack: copies, time zone, directories for restores, .env. Sourced by setup.sh.

copy_files() {
  local file
  say "files"
  if [ "$(compose_file)" = compose.yml.example ]; then
    if [ ! -e "$DIR/compose.yml.example" ]; then put "$DIR/compose.yml.example" 0644 <"${root:?}/compose.yml.example"; fi
  elif is_own && missing "$DIR/compose.slackwater.yml"; then
    # Without the demo services, whose names may exist in the stack.
    sed -e '/the demo stack$/,/^networks:/{/^networks:/!d}' -e '/^# A service of the demo/,/^$/d' -e '/^name:/,/^$/d' \
      -e '/^volumes:/,${/^  \(db\|redis\|open-webui\|ollama\|files\)-data:/d}' "${root:?}/compose.yml.example" | put "$DIR/compose.slackwater.yml" 0644
  fi
  for file in backrest-config/policy.yml backrest-config/config.json env/slackwater.env.example env/backrest.env.example; do
    if [ -e "$DIR/$file" ]; then continue; fi
    put "$DIR/$file" 0644 <"${root:?}/$file"
    if [ "$file" = backrest-config/policy.yml ] && [ -d "$root/secrets" ]; then
      note "$DIR/$file is a copy from $root and has the same instance, $(instance). Two stacks need different instances: set instance: NAME before the first start, then run backrest-setup.sh again"
    fi
  done
  chmod 0755 "$DIR/backrest-config" "$DIR/env"
  choose_zone
  # Readable for all, because the workers of Nginx are not root.
  while IFS= read -r file; do
    if [ ! -e "$DIR/$file" ]; then put "$DIR/$file" 0644 <"$root/$file" && chmod a+rx "$(dirname "$DIR/$file")"; fi
    if ! cmp -s "$root/$file" "$DIR/$file"; then note "$DIR/$file differs from this release and is kept: compare it with $root/$file"; fi
  done < <(cd "$root" && find nginx -type f | LC_ALL=C sort)
  for file in slackwater backrest; do
    if [ ! -e "$DIR/env/$file.env" ]; then put "$DIR/env/$file.env" <"$DIR/env/$file.env.example"; fi
  done
}

# Writes the time zone of the host into a new policy, in place of its line `# timezone: Region/City`. A policy without that line is kept.
choose_zone() {
  local policy="$DIR/backrest-config/policy.yml" zone text
  if ! grep -qx '# timezone: Region/City' "$policy"; then return 0; fi
  zone="$(host_zone /etc)"
  if [ -z "$zone" ]; then
    note "the time zone of this host is unknown, so the schedules are in UTC: set timezone in $policy"
    zone=Etc/UTC
  elif ! is_known_zone "$zone"; then
    note "Slackwater does not know the time zone $zone, so the schedules are in UTC: set timezone in $policy, for example to Europe/Zurich"
    zone=Etc/UTC
  fi
  text="$(sed "s,^# timezone: Region/City\$,timezone: $zone," "$policy")"
  # Writes in place, which keeps the owner of the file.
  printf '%s\n' "$text" >"$policy"
  made "$policy: timezone: $zone"
}
# host_zone <directory>: the time zone by TZ, by the link localtime in the directory, or by its file timezone.
host_zone() {
  local zone="${TZ:-}"
  zone="${zone#:}"
  case "$zone" in /*) zone='' ;; esac
  if [ -z "$zone" ]; then zone="$(readlink "$1/localtime" | sed -n 's,.*zoneinfo/*,,p')" || zone=''; fi
  if [ -z "$zone" ] && [ -r "$1/timezone" ]; then zone="$(head -n 1 "$1/timezone")"; fi
  zone="${zone#posix/}"
  printf '%s' "${zone#right/}"
}
# Asks the Java of the sidecar, which does not know all zones of a host. Without its image, only the regions that every Java knows count.
is_known_zone() {
  local code=0
  case "$1" in UTC | Etc/UTC) return 0 ;; *[!A-Za-z0-9_+/-]*) return 1 ;; esac
  printf 'instance: zone\ntimezone: %s\nrepositories: { critical: { uri: /c }, models: { uri: /m }, system: { uri: /s } }\n' "$1" |
    docker run --rm -i --pull never --network none -e SLACKWATER_POLICY_FILE=/dev/stdin "$(setting SLACKWATER_IMAGE "$(default_image)")" policy check >/dev/null 2>&1 || code=$?
  case "$code" in
    0 | 1) return "$code" ;;
    *) [[ "$1" =~ ^(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/ ]] ;;
  esac
}

# The absolute paths of restore.directories in the policy (default: ./restores), one per line.
restore_roots() {
  local text roots root
  text="$(awk '{ sub(/(^|[[:space:]])#.*/, "") } /^restore:/ { here = 1; sub(/^restore:/, "") } /^[^[:space:]]/ && !/^[{ ]/ { if (here && seen) exit }
    here { seen = 1; print }' "$DIR/backrest-config/policy.yml" 2>/dev/null)" || text=''
  roots=./restores
  if [[ "$text" =~ directories:[[:space:]]*\[([^]]*)\] ]]; then roots="${BASH_REMATCH[1]//,/$'\n'}"
  elif [[ "$text" == *directories:* ]]; then roots="$(sed -n 's/^[[:space:]]*-[[:space:]]\{1,\}//p' <<<"$text")"; fi
  while read -r root; do
    root="${root%%[[:space:]]}"
    root="${root#[\"\']}"
    root="${root%[\"\']}"
    if [ -n "$root" ]; then printf '%s\n' "$(absolute "${root%/}")"; fi
  done <<<"$roots"
}
# Creates missing directories for root only. check_restore_roots checks the existing directories.
make_restore_roots() {
  local root
  while read -r root; do
    if [ ! -e "$root" ] && [ ! -L "$root" ]; then directory "$root"; fi
  done < <(restore_roots)
}
check_restore_roots() {
  local root owner=0 is
  if [ -n "$ROOTLESS_SOCKET" ]; then owner="$(id -u)"; fi
  while read -r root; do
    if [ -L "$root" ]; then bad "$root, for restores, is a symbolic link, which a restore does not follow: write its real path into the policy (restore.directories)"; continue; fi
    if [ -e "$root" ] && [ ! -d "$root" ]; then bad "$root, for restores, is a file: move it away, then run scripts/backrest-setup.sh"; continue; fi
    if [ ! -d "$root" ]; then bad "$root/, for restores, is missing: run backrest-setup.sh without --check"; continue; fi
    is="$(stat -c '%u %a' "$root")"
    case "$is" in
      "$owner "*700) good "$root/, for restores" ;;
      *) bad "$root/, for restores, has owner and mode $is, but must belong to root only: chown $owner:$owner $root && chmod 0700 $root; or name another directory in the policy (restore.directories)" ;;
    esac
  done < <(restore_roots)
}

# add <name> <value>: adds a line to .env unless the name is there.
add() {
  if grep -qs "^$1=" "$DIR/.env"; then return 0; fi
  if [ -s "$DIR/.env" ] && [ -n "$(tail -c 1 "$DIR/.env")" ]; then echo >>"$DIR/.env"; fi
  printf '%s=%s\n' "$1" "$2" >>"$DIR/.env"
  made "$DIR/.env: $1=$2"
}

make_environment() {
  local port
  directory "$(repositories)"
  # Lets docker compose commands work without -f.
  if [ "$(compose_file)" = compose.yml.example ]; then add COMPOSE_FILE compose.yml.example; fi
  add SLACKWATER_STACK_DIR "$DIR"
  add DOCKER_DATA_ROOT "$DATA_ROOT"
  if [ "$SECRETS" != "$DIR/secrets" ]; then add SLACKWATER_SECRETS "$SECRETS"; fi
  if is_private "$DIR"; then add SLACKWATER_PROPAGATION rprivate; fi
  if is_private "$DATA_ROOT/volumes" && ! is_private / ; then add SLACKWATER_VOLUMES_PROPAGATION rprivate; fi
  if [ -n "$ROOTLESS_SOCKET" ]; then add DOCKER_SOCKET "$ROOTLESS_SOCKET"; fi
  if ! usable "$(https_port)" nginx || { [ -n "$ROOTLESS_SOCKET" ] && [ "$(https_port)" -lt 1024 ]; }; then
    for port in 8443 $(seq 18443 18499); do
      if ! taken "$port"; then add SLACKWATER_HTTPS "$port"; break; fi
    done
  fi
  if ! usable "$(setting SLACKWATER_PORT 8080)" slackwater; then
    for port in $(seq 18080 18179); do
      if ! taken "$port"; then add SLACKWATER_PORT "$port"; break; fi
    done
  fi
}
