# shellcheck shell=bash
# The secrets, the certificate and the users that backrest-setup.sh creates. Sourced by setup.sh.

# The directory of Slackwater's keys and tokens. It is never backed up, so the secrets of the stack need another directory.
default_secrets() {
  if is_of_the_stack "$DIR/secrets"; then printf '%s' "$DIR/slackwater-secrets"; else printf '%s' "$DIR/secrets"; fi
}
# Whether the directory has files, but none that setup creates first.
is_of_the_stack() {
  local file
  if [ -z "$(ls -A "$1" 2>/dev/null)" ]; then return 1; fi
  for file in api.token health.token proxy.secret backrest.password stream; do if [ -e "$1/$file" ]; then return 1; fi; done
  [ ! -e "$1/users" ] || grep -Eqv '^[[:space:]]*(#|$|[^:]+:(viewer|operator|admin):)' "$1/users"
}

make_secrets() {
  local secret name
  directory "$SECRETS"
  for name in keys stream nginx tls; do directory "$SECRETS/$name"; done
  for name in api.token health.token proxy.secret backrest.password; do
    if missing "$SECRETS/$name"; then
      random 32 | put "$SECRETS/$name"
      # shellcheck disable=SC2034 # for setup-backrest.sh
      if [ "$name" = backrest.password ]; then NEW_PASSWORD=1; fi
    fi
  done
  # The files that Nginx includes contain the two secrets, and follow their changes.
  secret="$(cat "$SECRETS/proxy.secret")"
  printf 'proxy_set_header X-Slackwater-Proxy-Secret "%s";\n' "$secret" | put_when_different "$SECRETS/nginx/proxy.conf"
  secret="$(printf 'slackwater:%s' "$(cat "$SECRETS/backrest.password")" | openssl base64 -A)"
  printf 'proxy_set_header Authorization "Basic %s";\n' "$secret" | put_when_different "$SECRETS/nginx/backrest.conf"
}

make_certificate() {
  local tls="$SECRETS/tls" names name
  if [ -n "$CERT" ]; then
    if [ "$(openssl x509 -noout -pubkey -in "$CERT" 2>/dev/null)" != "$(openssl pkey -pubout -in "$KEY" 2>/dev/null)" ]; then
      bad "$CERT does not match $KEY, one of them is not a PEM file, or the key has a passphrase. Neither was installed"
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
      -keyout "$tls/privkey.pem.new" -out "$tls/fullchain.pem.new" 2>"$tls/why" || { bad "openssl created no certificate for $names: $(tail -n 3 "$tls/why")"; return 0; }
    rm -f "$tls/why"
    mv "$tls/privkey.pem.new" "$tls/privkey.pem"
    mv "$tls/fullchain.pem.new" "$tls/fullchain.pem"
    made "$tls/fullchain.pem, self-signed, for $names; --cert and --key install another"
  fi
}

BCRYPT='^\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}$'
# bcrypt <cost>: hashes the password on stdin, by htpasswd, perl or the image of the sidecar.
bcrypt() {
  local password hash
  password="$(cat)"
  if has htpasswd; then
    hash="$(printf '%s' "$password" | htpasswd -niBC "$1" x | sed -n 's/^x://p')"
  elif has perl; then
    # crypt(3) of libxcrypt. Without bcrypt it returns another format, which the check below refuses.
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
no_bcrypt() { bad "no program can create a bcrypt hash: apt-get install apache2-utils, and run backrest-setup.sh again"; }

make_users() {
  local hash
  if ! missing "$SECRETS/users"; then return 0; fi
  if missing "$SECRETS/admin.password"; then random 12 | put "$SECRETS/admin.password"; fi
  hash="$(bcrypt 12 <"$SECRETS/admin.password")" || { no_bcrypt; return 0; }
  printf '# name:role:bcrypt; add one with: docker compose exec -T slackwater /app/entrypoint.sh users add NAME ROLE\nadmin:admin:%s\n' "$hash" |
    put "$SECRETS/users"
  # On a terminal only: a log must not contain the password.
  if [ -t 1 ]; then note "the user admin has the password $(cat "$SECRETS/admin.password")"; fi
}
