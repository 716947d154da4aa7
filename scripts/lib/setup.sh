# shellcheck shell=bash
# What backrest-setup.sh asks the machine, and what it makes. Sourced by it; needs DIR, SECRETS, CHECK, CERT, KEY, HOST_NAME and root
# (this project's directory).

PROBLEMS=0
DATA_ROOT=/var/lib/docker
ROOTLESS_SOCKET=
# A password for Backrest was made in this run, and its hash is not in Backrest's configuration yet.
NEW_PASSWORD=
say() { printf '%s\n' "$*"; }
good() { printf '  ok       %s\n' "$*"; }
made() { printf '  made     %s\n' "$*"; }
note() { printf '  note     %s\n' "$*"; }
bad() {
  printf '  PROBLEM  %s\n' "$*"
  PROBLEMS=$((PROBLEMS + 1))
}
has() { command -v "$1" >/dev/null 2>&1; }
random() { od -An -vtx1 -N "$1" /dev/urandom | tr -d ' \n'; }

# setting <name> <default>: from the environment or from .env, as Compose sees it: without quotes and comment.
setting() {
  local value
  if [ -n "${!1:-}" ]; then printf '%s' "${!1}"; return 0; fi
  value="$(sed -n "s/^$1=//p" "$DIR/.env" 2>/dev/null | tail -n 1 |
    sed -e 's/[[:space:]]\{1,\}#.*$//' -e 's/[[:space:]]*$//' -e 's/^"\(.*\)"$/\1/' -e "s/^'\(.*\)'\$/\1/")" || value=''
  printf '%s' "${value:-$2}"
}

compose_file() {
  local name
  for name in compose.yaml compose.yml docker-compose.yaml docker-compose.yml compose.yml.example; do
    if [ -e "$DIR/$name" ]; then printf '%s' "$name"; return 0; fi
  done
  printf compose.yml.example
}
# Whether the stack has its own compose file without our services in it, and whether it does not include them yet either.
is_own() { [ "$(compose_file)" != compose.yml.example ] && ! grep -qs '^  slackwater:' "$DIR/$(compose_file)"; }
is_foreign() { is_own && ! grep -Eqs '^[^#]*compose\.slackwater\.yml' "$DIR/$(compose_file)"; }
compose_option() { if [ "$(compose_file)" = compose.yml.example ]; then printf -- '-f compose.yml.example '; fi; }

# ------------------------------------------------------------------ the machine

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

# ------------------------------------------------------------------ what is made

# put <file> [mode]: stdin becomes its content, whole or not at all.
missing() { [ ! -s "$1" ]; }
put() {
  local mode="${2:-0600}"
  mkdir -p "${1%/*}"
  cat >"$1.new.$$"
  chmod "$mode" "$1.new.$$"
  mv "$1.new.$$" "$1"
  made "$1"
}
directory() {
  if [ -d "$1" ]; then return 0; fi
  mkdir -p "$1"
  chmod 0700 "$1"
  made "$1/"
}

copy_files() {
  local file
  say "files"
  if [ "$(compose_file)" = compose.yml.example ]; then
    if [ ! -e "$DIR/compose.yml.example" ]; then put "$DIR/compose.yml.example" 0644 <"${root:?}/compose.yml.example"; fi
  elif is_own && missing "$DIR/compose.slackwater.yml"; then
    # A service of the demo would be in the way of one of the stack with the same name.
    sed -e '/the demo stack$/,/^networks:/{/^networks:/!d}' -e '/^# A service of the demo/,/^$/d' -e '/^name:/,/^$/d' \
      -e '/^volumes:/,${/^  \(db\|redis\|open-webui\|ollama\|files\)-data:/d}' "${root:?}/compose.yml.example" | put "$DIR/compose.slackwater.yml" 0644
  fi
  for file in backrest-config/policy.yml backrest-config/config.json env/slackwater.env.example env/backrest.env.example; do
    if [ -e "$DIR/$file" ]; then continue; fi
    put "$DIR/$file" 0644 <"${root:?}/$file"
    if [ "$file" = backrest-config/policy.yml ] && [ -d "$root/secrets" ]; then
      note "$DIR/$file is a copy of that of the stack in $root, with its instance $(instance): two stacks of one instance take each other's backups for their own. Give this one another (instance: NAME) before its first start, and run this again"
    fi
  done
  chmod 0755 "$DIR/backrest-config" "$DIR/env"
  choose_zone
  # Nginx's workers are not root.
  while IFS= read -r file; do
    if [ ! -e "$DIR/$file" ]; then put "$DIR/$file" 0644 <"$root/$file" && chmod a+rx "$(dirname "$DIR/$file")"; fi
    if ! cmp -s "$root/$file" "$DIR/$file"; then note "$DIR/$file is not the one of this release and stays as it is: compare it with $root/$file"; fi
  done < <(cd "$root" && find nginx -type f | LC_ALL=C sort)
  for file in slackwater backrest; do
    if [ ! -e "$DIR/env/$file.env" ]; then put "$DIR/env/$file.env" <"$DIR/env/$file.env.example"; fi
  done
}

# The zone of the schedules: once, in place of the line that stands for it in a new policy. A policy without that line is somebody's own.
choose_zone() {
  local policy="$DIR/backrest-config/policy.yml" zone text
  if ! grep -qx '# timezone: Region/City' "$policy"; then return 0; fi
  zone="$(host_zone /etc)"
  if [ -z "$zone" ]; then
    note "this host does not say its time zone, so the schedules are in UTC: set timezone in $policy"
    zone=Etc/UTC
  elif ! is_known_zone "$zone"; then
    note "$zone is no time zone that Slackwater knows, so the schedules are in UTC: set timezone in $policy to one like Europe/Zurich"
    zone=Etc/UTC
  fi
  text="$(sed "s,^# timezone: Region/City\$,timezone: $zone," "$policy")"
  # In place: the file may be a user's, and stays so.
  printf '%s\n' "$text" >"$policy"
  made "$policy: timezone: $zone"
}
# host_zone <directory of the host's configuration>: TZ, else where localtime there leads to, else what timezone there says.
host_zone() {
  local zone="${TZ:-}"
  zone="${zone#:}"
  case "$zone" in /*) zone='' ;; esac
  if [ -z "$zone" ]; then zone="$(readlink "$1/localtime" | sed -n 's,.*zoneinfo/*,,p')" || zone=''; fi
  if [ -z "$zone" ] && [ -r "$1/timezone" ]; then zone="$(head -n 1 "$1/timezone")"; fi
  zone="${zone#posix/}"
  printf '%s' "${zone#right/}"
}
# As the sidecar's own Java says, which knows not all zones of a host. Where its image is not here yet, only what every Java knows.
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

# Where Slackwater's own keys and tokens go: not among the secrets of the stack, for of its own directory nothing is ever backed up.
default_secrets() {
  if is_of_the_stack "$DIR/secrets"; then printf '%s' "$DIR/slackwater-secrets"; else printf '%s' "$DIR/secrets"; fi
}
# Whether somebody else's files are in it, and nothing that setup makes early.
is_of_the_stack() {
  local file
  if [ -z "$(ls -A "$1" 2>/dev/null)" ]; then return 1; fi
  for file in api.token proxy.secret backrest.password stream; do if [ -e "$1/$file" ]; then return 1; fi; done
  [ ! -e "$1/users" ] || grep -Eqv '^[[:space:]]*(#|$|[^:]+:(viewer|operator|admin):)' "$1/users"
}

make_secrets() {
  local secret name
  directory "$SECRETS"
  for name in keys stream nginx tls; do directory "$SECRETS/$name"; done
  for name in api.token proxy.secret backrest.password; do
    if missing "$SECRETS/$name"; then
      random 32 | put "$SECRETS/$name"
      if [ "$name" = backrest.password ]; then NEW_PASSWORD=1; fi
    fi
  done
  # What Nginx includes follows from the two secrets; made again when they were changed.
  secret="$(cat "$SECRETS/proxy.secret")"
  printf 'proxy_set_header X-Slackwater-Proxy-Secret "%s";\n' "$secret" | put_when_different "$SECRETS/nginx/proxy.conf"
  secret="$(printf 'slackwater:%s' "$(cat "$SECRETS/backrest.password")" | openssl base64 -A)"
  printf 'proxy_set_header Authorization "Basic %s";\n' "$secret" | put_when_different "$SECRETS/nginx/backrest.conf"
}

# The directories below which the policy allows restores (./restores when it does not say), absolute, one a line.
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
# What is restored there is for root alone. One that is there already is left as it is, and looked at with the rest.
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
    if [ -L "$root" ]; then bad "$root, for restores, is a symbolic link, and a restore follows none: write its real path into the policy (restore.directories)"; continue; fi
    if [ ! -d "$root" ]; then bad "$root/, for restores, is missing: run this without --check"; continue; fi
    is="$(stat -c '%u %a' "$root")"
    case "$is" in
      "$owner "*700) good "$root/, for restores" ;;
      *) bad "$root/, for restores, has owner and mode $is, and restored files must be for root alone: chown $owner:$owner $root && chmod 0700 $root; or, when something else uses it, name another directory in the policy (restore.directories)" ;;
    esac
  done < <(restore_roots)
}

put_when_different() {
  local content
  content="$(cat)"
  if [ -e "$1" ] && [ "$content" = "$(cat "$1")" ]; then return 0; fi
  printf '%s\n' "$content" | put "$1"
}

make_certificate() {
  local tls="$SECRETS/tls" names name
  if [ -n "$CERT" ]; then
    if [ "$(openssl x509 -noout -pubkey -in "$CERT" 2>/dev/null)" != "$(openssl pkey -pubout -in "$KEY" 2>/dev/null)" ]; then
      bad "$CERT and $KEY do not belong together, or are not PEM without a passphrase; nothing of them was taken"
      return 0
    fi
    put_when_different "$tls/privkey.pem" <"$KEY"
    put_when_different "$tls/fullchain.pem" <"$CERT"
  elif [ ! -e "$tls/fullchain.pem" ] && [ ! -e "$tls/privkey.pem" ]; then
    names="DNS:localhost,IP:127.0.0.1"
    for name in "$(hostname 2>/dev/null)" "$HOST_NAME"; do
      if [ -z "$name" ]; then continue; fi
      if [[ "$name" == *:* || "$name" =~ ^[0-9.]+$ ]]; then names="$names,IP:$name"; else names="$names,DNS:$name"; fi
    done
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 825 -subj "/CN=${HOST_NAME:-$(hostname)}" \
      -addext "subjectAltName=$names" -addext "extendedKeyUsage=serverAuth" -addext "basicConstraints=critical,CA:FALSE" \
      -keyout "$tls/privkey.pem.new" -out "$tls/fullchain.pem.new" 2>"$tls/why" || { bad "openssl made no certificate for $names: $(tail -n 3 "$tls/why")"; return 0; }
    rm -f "$tls/why"
    mv "$tls/privkey.pem.new" "$tls/privkey.pem"
    mv "$tls/fullchain.pem.new" "$tls/fullchain.pem"
    made "$tls/fullchain.pem, self-signed, for $names; --cert and --key take your own"
  fi
}

BCRYPT='^\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}$'
# bcrypt <cost>: of the password on stdin. By whatever is here; Slackwater's own image can do it in any case.
bcrypt() {
  local password hash
  password="$(cat)"
  if has htpasswd; then
    hash="$(printf '%s' "$password" | htpasswd -niBC "$1" x | sed -n 's/^x://p')"
  elif has perl; then
    # libxcrypt's crypt(3); where it knows no bcrypt, what comes back does not begin as it should.
    # shellcheck disable=SC2016
    hash="$(printf '%s' "$password" | perl -e '
      my @c = (".", "/", "A".."Z", "a".."z", "0".."9");
      open my $r, "<:raw", "/dev/urandom" or die; read $r, my $b, 22;
      my $salt = join "", map { $c[ord($_) & 63] } split //, $b; substr($salt, 21, 1) = ".";
      print crypt(<STDIN>, sprintf("\$2b\$%02d\$%s", $ARGV[0], $salt)) // ""' "$1" 2>/dev/null)" || hash=''
  fi
  if [[ ! "${hash:-}" =~ $BCRYPT ]]; then
    hash="$(printf '%s\n' "$password" | docker run --rm -i --network none "$(setting SLACKWATER_IMAGE "$(default_image)")" users hash)" || return 1
  fi
  [[ "$hash" =~ $BCRYPT ]] && printf '%s' "$hash"
}
no_bcrypt() { bad "no bcrypt here: apt-get install apache2-utils, and run this again"; }
default_image() { sed -n 's/.*SLACKWATER_IMAGE:-\([^}]*\)}.*/\1/p' "${root:?}/compose.yml.example" | head -n 1; }

make_users() {
  local hash
  if ! missing "$SECRETS/users"; then return 0; fi
  if missing "$SECRETS/admin.password"; then random 12 | put "$SECRETS/admin.password"; fi
  hash="$(bcrypt 12 <"$SECRETS/admin.password")" || { no_bcrypt; return 0; }
  printf '# name:role:bcrypt; add one with: docker compose exec -T slackwater /app/entrypoint.sh users add NAME ROLE\nadmin:admin:%s\n' "$hash" |
    put "$SECRETS/users"
  # Only where a person sees it: a log is no place for it.
  if [ -t 1 ]; then note "the user admin has the password $(cat "$SECRETS/admin.password")"; fi
}

# Backrest's configuration is its own from its first start on; here it only gets a beginning in which nobody is let in without
# the password. Until that start its instance follows the policy's; the password's hash does so whenever Backrest is not running.
make_backrest() {
  local config hash code=0
  config="$(backrest_directory)/config.json"
  directory "${config%/*}"
  if missing "$config"; then
    hash="$(backrest_hash)" || { no_bcrypt; return 0; }
    sed -e "s|@INSTANCE@|$(instance)|" -e "s|@PASSWORD_BCRYPT@|$hash|" "$DIR/backrest-config/config.json" | put "$config"
    NEW_PASSWORD=
    return 0
  fi
  if backrest_runs; then return 0; fi
  if ! backrest_has_started && [ -n "$(instance)" ] && [ "$(backrest_instance)" != "$(instance)" ]; then
    change "$config" 's|("instance": *")[^"]*|\1'"$(instance)|"
  fi
  backrest_password || code=$?
  if [ "$code" = 1 ]; then
    hash="$(backrest_hash)" || { no_bcrypt; return 0; }
    change "$config" "s|($OUR_USER)[^\"]*|\\1$hash|"
    NEW_PASSWORD=
  elif [ "$code" = 3 ]; then
    hash="$(backrest_hash)" || { no_bcrypt; return 0; }
    add_backrest_user "$config" "$hash"
    NEW_PASSWORD=
  fi
}
# add_backrest_user <config.json> <hash>: beside the users that are there, and whatever else is.
add_backrest_user() {
  local user='{ "name": "slackwater", "passwordBcrypt": "'"$2"'" }' auth='"auth"[[:space:]]*:[[:space:]]*\{'
  local users="${auth}[^]}]*\"users\"[[:space:]]*:[[:space:]]*\["
  if grep -Ezq "${users}[[:space:]]*\]" "$1"; then change "$1" "s|($users)|\1 $user |"
  elif grep -Ezq "$users" "$1"; then change "$1" "s|($users)|\1 $user,|"
  elif grep -Ezq "${auth}[[:space:]]*\}" "$1"; then change "$1" "s|($auth)|\1 \"users\": [ $user ] |"
  elif grep -Ezq "$auth" "$1"; then change "$1" "s|($auth)|\1 \"users\": [ $user ],|"
  else change "$1" "s|\{|{ \"auth\": { \"users\": [ $user ] },|"; fi
}
# In Backrest's configuration up to the hash, as setup and as Backrest write it.
OUR_USER='"name":[[:space:]]*"slackwater",[[:space:]]*"passwordBcrypt":[[:space:]]*"'
# change <file> <command of sed>: its first match in the whole text.
change() {
  local text
  text="$(sed -zE "$2" "$1")"
  put_when_different "$1" <<<"$text"
}
backrest_hash() {
  local hash
  hash="$(bcrypt 10 <"$SECRETS/backrest.password")" && printf '%s' "$hash" | openssl base64 -A
}
backrest_instance() { sed -n 's/^ *"instance": *"\([^"]*\)".*/\1/p' "$(backrest_directory)/config.json" | head -n 1; }
# Its first start writes an identity into its configuration, and leaves a copy of what was there.
backrest_has_started() {
  grep -Eq '"(sync|multihost|repos|plans)" *:' "$(backrest_directory)/config.json" || compgen -G "$(backrest_directory)/*.bak*" >/dev/null ||
    compgen -G "$(backrest_directory)/*oplog*" >/dev/null
}
# Whether the Backrest whose configuration this is, is the one that Slackwater is told of.
backrest_is_used() {
  if [ -z "${SLACKWATER_BACKREST_URL+set}" ] && ! grep -qs '^SLACKWATER_BACKREST_URL=' "$DIR/.env"; then return 0; fi
  case "$(setting SLACKWATER_BACKREST_URL '')" in http://backrest:*) ;; *) return 1 ;; esac
}
# Whether a container that runs has its configuration, whoever's it is.
backrest_runs() { [ -n "$(docker ps -q --filter "volume=$(backrest_directory)" 2>/dev/null || echo unknown)" ]; }
# Whether Backrest's user has the password in the secrets: 0 yes, 1 no, 2 it cannot be said, 3 there is no user slackwater.
backrest_password() {
  local stored hash
  stored="$(sed -zEn "s|.*$OUR_USER([^\"]*).*|\\1|p" "$(backrest_directory)/config.json" | tr -d '\0')"
  if [ -z "$stored" ]; then
    if grep -q '"name":[[:space:]]*"slackwater"' "$(backrest_directory)/config.json"; then return 2; fi
    return 3
  fi
  if [ -n "$NEW_PASSWORD" ]; then return 1; fi
  hash="$(printf '%s' "$stored" | openssl base64 -d -A 2>/dev/null | tr -d '\0')" || hash=''
  if [[ ! "$hash" =~ $BCRYPT ]]; then return 1; fi
  if ! has perl; then return 2; fi
  # shellcheck disable=SC2016
  printf '%s\n%s\n' "$hash" "$(cat "$SECRETS/backrest.password")" | perl -e '
    chomp(my ($hash, $password) = (scalar <STDIN>, scalar <STDIN>));
    my $is = crypt($password, $hash) // "";
    exit($is eq $hash ? 0 : $is =~ /^\$2/ ? 1 : 2)'
}
backrest_directory() { absolute "$(setting SLACKWATER_BACKREST_CONFIG "$DIR/data/backrest")"; }
repositories() { absolute "$(setting SLACKWATER_REPOS "$DIR/data/repos")"; }
absolute() { case "$1" in /*) printf '%s' "$1" ;; *) printf '%s/%s' "$DIR" "${1#./}" ;; esac; }
instance() { sed -n 's/^instance:[[:space:]]*["'\'']\{0,1\}\([A-Za-z0-9._-]*\).*/\1/p' "$DIR/backrest-config/policy.yml" 2>/dev/null | head -n 1; }

# add <name> <value>: a line of .env, when it says nothing about the name yet.
add() {
  if grep -qs "^$1=" "$DIR/.env"; then return 0; fi
  if [ -s "$DIR/.env" ] && [ -n "$(tail -c 1 "$DIR/.env")" ]; then echo >>"$DIR/.env"; fi
  printf '%s=%s\n' "$1" "$2" >>"$DIR/.env"
  made "$DIR/.env: $1=$2"
}

make_environment() {
  local port
  directory "$(repositories)"
  # So that `docker compose ps` and the like find it without -f.
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

# A mount that shares nothing with the others cannot be handed on as `rslave`.
is_private() {
  if ! has findmnt; then return 1; fi
  case "$(findmnt -no PROPAGATION -T "$1" 2>/dev/null)" in '' | *shared* | *slave*) return 1 ;; esac
}

# ------------------------------------------------------------------ ports

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
