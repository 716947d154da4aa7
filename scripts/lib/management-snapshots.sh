# shellcheck shell=bash
# The commands of backrest-management.sh about snapshots. Sourced by management.sh, which has what they share.

# Sorted by dataset, the newest data first.
command_list() {
  local query='' page all='[]' one
  for one in ${NAME:+"dataset=$NAME"} ${FILTERS[@]+"${FILTERS[@]}"}; do query+="&${one%%=*}=$(jq -rn --arg v "${one#*=}" '$v | @uri')"; done
  page="$(ask GET "/api/v1/snapshots?limit=1000$query")" || exit
  while :; do
    all="$(jq -c --slurpfile p <(printf '%s' "$page") '. + $p[0]' <<<"$all")"
    [ "$(jq length <<<"$page")" = 1000 ] || break
    page="$(ask GET "/api/v1/snapshots?limit=1000$query&before=$(jq -r '.[-1].id' <<<"$page")")" || exit
  done
  all="$(jq -c 'sort_by(.dataset)' <<<"$all")"
  if [ -n "$JSON" ]; then jq . <<<"$all"; else
    jq -r "$JQ"' .[] | .name as $name | [(.dataset | named($name)), .id[0:8], (.time | when), (.bytes | size), (.repositoryName // .repository[0:8]), .file,
      ([(.notNow // empty | "CANNOT BE RESTORED NOW: \(sub("\\.$"; ""))."), (.doubt // empty | "MAY BE DAMAGED: \(.)."), (select(.pinned) | "pinned"), .note // empty] | join(" "))] | @tsv' <<<"$all" |
      table DATASET SNAPSHOT "DATA OF" SIZE REPOSITORY FILE NOTE
  fi
  if [ -n "$NAME" ] && [ "$(jq length <<<"$all")" = 0 ]; then fail "$FAILED" "there is no verified snapshot of $NAME${FILTERS[*]:+ that matches the options}"; fi
}

command_pin() { pinning PUT pinned "retention keeps it"; }

command_unpin() { pinning DELETE unpinned "the retention of its plan decides about it again"; }

# pinning <method> <word> <meaning>
pinning() {
  ask "$1" "/api/v1/snapshots/$(jq -rn --arg s "$NAME" '$s | @uri')/pin" || exit
  if [ -n "$JSON" ]; then jq -n --arg w "$2" --arg s "$NAME" '{($w):$s}'; else printf '%s  %s: %s\n' "$2" "$NAME" "$3"; fi
}

command_files() {
  local entries
  entries="$(directory_entries "/api/v1/snapshots/$(jq -rn --arg s "$NAME" '$s | @uri')/files?path=$(jq -rn --arg p "${WORDS[2]:-}" '$p | @uri')")" || exit
  if [ -n "$JSON" ]; then jq -s . <<<"$entries"; else
    jq -r "$JQ"' [.mode, .type, (.size | size), (.modified | when), (.name | visible)] | @tsv' <<<"$entries" | table MODE TYPE SIZE MODIFIED NAME
  fi
}
# directory_entries <path of the request>: the entries of all pages, one a line.
directory_entries() {
  local page=1 pages=1 answer
  while [ "$page" -le "$pages" ]; do
    answer="$(ask GET "$1&page=$page")" || return
    jq -c '.entries[]' <<<"$answer"
    pages="$(jq .pages <<<"$answer")" page=$((page + 1))
  done
}
