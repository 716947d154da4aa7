#!/usr/bin/env bash
# The official image's start, in short: the same variables, the same first initialisation, the same user.
set -Eeuo pipefail

# file_env NAME [default]: NAME, or the content of the file that NAME_FILE names.
file_env() {
  local var="$1" file_var="$1_FILE" value="${2:-}"
  if [ "${!var:-}" ] && [ "${!file_var:-}" ]; then
    echo >&2 "error: both $var and $file_var are set (but are exclusive)"
    exit 1
  fi
  if [ "${!var:-}" ]; then value="${!var}"; elif [ "${!file_var:-}" ]; then value="$(<"${!file_var}")"; fi
  export "$var"="$value"
  unset "$file_var"
}


sql() {
  PGHOST='' PGHOSTADDR='' psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --no-psqlrc "$@"
}

init_scripts() {
  local f
  for f in /docker-entrypoint-initdb.d/*; do
    case "$f" in
      *.sh)
        if [ -x "$f" ]; then "$f"; else
          # shellcheck source=/dev/null
          . "$f"
        fi
        ;;
      *.sql) sql --dbname "$POSTGRES_DB" -f "$f" ;;
      *.sql.gz) gunzip -c "$f" | sql --dbname "$POSTGRES_DB" ;;
      */\*) ;;
      *) echo "ignoring $f" ;;
    esac
  done
}

main() {
  local method
  if [ "${1:0:1}" = '-' ]; then set -- postgres "$@"; fi
  if [ "$1" = postgres ] && [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA" /var/run/postgresql
    chmod 0700 "$PGDATA" || :
    find "$PGDATA" /var/run/postgresql \! -user postgres -exec chown postgres {} +
    chmod 03775 /var/run/postgresql || :
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
  fi
  if [ "$1" = postgres ]; then
    file_env POSTGRES_PASSWORD
    file_env POSTGRES_USER postgres
    file_env POSTGRES_DB "$POSTGRES_USER"
    file_env POSTGRES_INITDB_ARGS
    : "${POSTGRES_HOST_AUTH_METHOD:=}"
    if [ ! -s "$PGDATA/PG_VERSION" ]; then
      if [ -z "$POSTGRES_PASSWORD" ] && [ "$POSTGRES_HOST_AUTH_METHOD" != trust ]; then
        echo >&2 'Error: Database is uninitialized and superuser password is not specified.'
        exit 1
      fi
      eval 'initdb --username="$POSTGRES_USER" --pwfile=<(printf "%s\n" "$POSTGRES_PASSWORD") '"$POSTGRES_INITDB_ARGS"
      method="${POSTGRES_HOST_AUTH_METHOD:-$(postgres -C password_encryption -D "$PGDATA")}"
      printf '\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"
      # Only on the socket until it is ready: nobody may connect to a half-made database.
      PGUSER="$POSTGRES_USER" pg_ctl -D "$PGDATA" -o "-c listen_addresses='' -p 5432" -w start
      export PGPASSWORD="$POSTGRES_PASSWORD"
      if [ "$(sql --dbname postgres --tuples-only --set db="$POSTGRES_DB" <<<"SELECT 1 FROM pg_database WHERE datname = :'db';")" = "" ]; then
        sql --dbname postgres --set db="$POSTGRES_DB" <<<'CREATE DATABASE :"db";'
      fi
      init_scripts
      unset PGPASSWORD
      PGUSER="$POSTGRES_USER" pg_ctl -D "$PGDATA" -m fast -w stop
      echo 'PostgreSQL init process complete; ready for start up.'
    fi
  fi
  exec "$@"
}

main "$@"
