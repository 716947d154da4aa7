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
      ([(.notNow // empty | "CANNOT BE RESTORED NOW: \(sub("\\.$"; ""))."), (.doubt // empty | "MAY BE DAMAGED: \(.)."), (select(.pinned) | "pinned"), (select(.safety) | "safety snapshot"), .note // empty] | join(" "))] | @tsv' <<<"$all" |
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

# Asks for a dry run first, so that the confirmation shows what goes.
command_delete() {
  local ids plan answer job ended='[]' typed bad=0
  ids="$(jq -nc '$ARGS.positional' --args "${WORDS[@]:1}")"
  plan="$(ask POST /api/v1/snapshots/delete "$(jq -nc --argjson i "$ids" '{ids:$i,dryRun:true}')")" || exit
  if [ -z "$JSON" ]; then show_deletion "$(if [ -n "$DRY_RUN" ]; then echo 'would be deleted'; else echo 'to delete'; fi)" <<<"$plan"; fi
  if [ -n "$DRY_RUN" ]; then
    if [ -n "$JSON" ]; then printf '%s\n' "$plan"; fi
    return 0
  fi
  jq -e '.deleted | length > 0' <<<"$plan" >/dev/null || fail "$FAILED" "no snapshot is deleted${JSON:+: $(jq -r '[.kept[].message] | unique | join("; ")' <<<"$plan")}"
  if [ -z "$YES" ]; then
    printf 'Nothing can bring them back. Type delete to go on: ' >&2
    read -r typed || usage "delete needs a typed confirmation, or --yes"
    [ "$typed" = delete ] || fail "$USAGE" "the confirmation is not the word delete. Nothing was deleted"
  fi
  answer="$(ask POST /api/v1/snapshots/delete "$(jq -c '{ids:[.deleted[].id]}' <<<"$plan")")" || exit
  while read -r -u 3 job; do
    ended="$(jq -c --argjson j "$(job_ended "$job")" '. + [$j]' <<<"$ended")" || exit
  done 3< <(jq -r '.jobs[]' <<<"$answer")
  if [ -n "$JSON" ]; then jq -n --argjson a "$answer" --argjson j "$ended" '$a + {jobs:$j}'; else show_jobs <<<"$ended"; fi
  jq -e 'all(.state == "SUCCEEDED")' <<<"$ended" >/dev/null || bad=1
  jq -e '.kept == []' <<<"$answer" >/dev/null || bad=1
  [ "$bad" = 0 ] || exit "$FAILED"
}

command_forget() { maintain plans forget "the retention of plan $NAME"; }

command_prune() { maintain repositories prune "the prune of repository $NAME"; }

# maintain <resource> <action> <words>
maintain() {
  local job
  job="$(ask POST "/api/v1/$1/$(jq -rn --arg n "$NAME" '$n | @uri')/$2")" || exit
  if [ -z "$WAIT" ]; then
    if [ -n "$JSON" ]; then printf '%s\n' "$job"; else printf 'started  %s\n' "$3"; fi
    return 0
  fi
  job="$(job_ended "$(jq -r .id <<<"$job")")" || exit
  if [ -n "$JSON" ]; then printf '%s\n' "$job"; else jq -s . <<<"$job" | show_jobs; fi
  [ "$(jq -r .state <<<"$job")" = SUCCEEDED ] || exit "$FAILED"
}

# show_deletion <words>: the snapshots of a deletion, and why others stay.
show_deletion() {
  jq -r --arg w "$1" "$JQ"' (.deleted[] | [.dataset, .id[0:8], (.time | when), $w]), (.kept[] | [.dataset, .id[0:8], "", "stays: " + .message]) | @tsv' |
    table DATASET SNAPSHOT "DATA OF" RESULT
}

# job_ended <id>: waits for the end of a maintenance, and prints it.
job_ended() {
  local job deadline=$((SECONDS + TIMEOUT))
  while :; do
    job="$(ask GET "/api/v1/maintenance/$1")" || return
    if [ "$(jq -r .state <<<"$job")" != RUNNING ]; then printf '%s' "$job"; return 0; fi
    [ "$SECONDS" -lt "$deadline" ] || { printf 'error: maintenance %s still runs after %s s. It continues\n' "$1" "$TIMEOUT" >&2; return "$FAILED"; }
    sleep 1
  done
}

show_jobs() {
  jq -r "$JQ"' .[] | "\(.state)  \(.operation | ascii_downcase) in repository \(.repository)"
    + (if .operation == "DELETE" or .operation == "FORGET" then ", snapshots forgotten: \(.forgotten)" else "" end)
    + (if .freedBytes then ", freed: \(.freedBytes | size)" else "" end) + (if .message == "" then "" else ". \(.message)" end)'
}

command_find() {
  local answer left
  answer="$(ASK_SECONDS="$TIMEOUT" ask GET "/api/v1/datasets/$(jq -rn --arg d "$NAME" '$d | @uri')/files?name=$(jq -rn --arg n "${WORDS[2]}" '$n | @uri')")" || exit
  if [ -n "$JSON" ]; then printf '%s\n' "$answer"; else
    jq -r "$JQ"' .files[] | [(.path | visible), .type, (.size | size), (.modified | when), (.snapshots | length | tostring), .snapshots[0].id[0:8], (.snapshots[0].time | when)] | @tsv' <<<"$answer" |
      table PATH TYPE SIZE MODIFIED SNAPSHOTS NEWEST "DATA OF"
  fi
  left="$(jq '.notSearched | length' <<<"$answer")"
  if [ "$left" != 0 ]; then warn "$left snapshots could not be searched, because their repository cannot be opened"; fi
  if [ "$(jq .more <<<"$answer")" = true ]; then warn "there are more than $(jq '.files | length' <<<"$answer") results. Give a more exact name"; fi
  [ "$(jq '.files | length' <<<"$answer")" != 0 ] || fail "$FAILED" "no file with this name in $(jq .searched <<<"$answer") snapshots of $NAME"
}
