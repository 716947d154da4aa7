# shellcheck shell=bash
# The configuration, the user and the password of Backrest, for backrest-setup.sh. Sourced by setup.sh.

# Creates the first configuration of Backrest, which requires a sign-in. Until the first start of Backrest the instance follows the policy.
# The hash of the password is updated whenever Backrest does not run.
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
# add_backrest_user <config.json> <hash>: adds the user slackwater and keeps everything else.
add_backrest_user() {
  local user='{ "name": "slackwater", "passwordBcrypt": "'"$2"'" }' auth='"auth"[[:space:]]*:[[:space:]]*\{'
  local users="${auth}[^]}]*\"users\"[[:space:]]*:[[:space:]]*\["
  if grep -Ezq "${users}[[:space:]]*\]" "$1"; then change "$1" "s|($users)|\1 $user |"
  elif grep -Ezq "$users" "$1"; then change "$1" "s|($users)|\1 $user,|"
  elif grep -Ezq "${auth}[[:space:]]*\}" "$1"; then change "$1" "s|($auth)|\1 \"users\": [ $user ] |"
  elif grep -Ezq "$auth" "$1"; then change "$1" "s|($auth)|\1 \"users\": [ $user ],|"
  else change "$1" "s|\{|{ \"auth\": { \"users\": [ $user ] },|"; fi
}
# The text before the hash in the configuration, as setup and Backrest write it.
OUR_USER='"name":[[:space:]]*"slackwater",[[:space:]]*"passwordBcrypt":[[:space:]]*"'
# change <file> <command of sed>: applies the command to the whole text.
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
# The first start of Backrest writes an identity into its configuration, and a copy of the previous configuration.
backrest_has_started() {
  grep -Eq '"(sync|multihost|repos|plans)" *:' "$(backrest_directory)/config.json" || compgen -G "$(backrest_directory)/*.bak*" >/dev/null ||
    compgen -G "$(backrest_directory)/*oplog*" >/dev/null
}
# Whether Slackwater uses the Backrest of this stack.
backrest_is_used() {
  if [ -z "${SLACKWATER_BACKREST_URL+set}" ] && ! grep -qs '^SLACKWATER_BACKREST_URL=' "$DIR/.env"; then return 0; fi
  case "$(setting SLACKWATER_BACKREST_URL '')" in http://backrest:*) ;; *) return 1 ;; esac
}
# Whether a running container mounts the configuration.
backrest_runs() { [ -n "$(docker ps -q --filter "volume=$(backrest_directory)" 2>/dev/null || echo unknown)" ]; }
# Whether the user slackwater of Backrest has the password in the secrets: 0 yes, 1 no, 2 unknown, 3 there is no such user.
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
