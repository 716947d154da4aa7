# shellcheck shell=bash
# Tests of the scripts: shared functions, the tests of backrest-management.sh, and `tool_tests` and `setup_tests`, which run all tests that
# need no stack, in the directory TOOLS. The tests of backrest-setup.sh are in tools-setup.sh. Sourced after common.sh and door.sh (for
# `wrong`); needs `step`. Each function is one test and logs its failure.

MANAGEMENT="$SLACKWATER_ROOT/scripts/backrest-management.sh"

# ends <code> <command...>: its output is in $TOOLS/said.
ends() {
  local want="$1" code=0
  shift
  "$@" >"$TOOLS/said" 2>&1 </dev/null || code=$?
  [ "$code" = "$want" ] || wrong "$* ended with $code instead of $want: $(head -c 600 "$TOOLS/said")"
}
says() { grep -Eq -- "$1" "$TOOLS/said" || wrong "the output does not match $1: $(head -c 600 "$TOOLS/said")"; }
# fresh <directory...>: makes empty directories, also when a first try left something there.
fresh() { as_root rm -rf "$@" && mkdir "$@"; }
# The files of a directory, with modes and contents.
state_of() { (cd "$1" && find . -printf '%m %p\n' | LC_ALL=C sort && find . -type f -exec sha256sum {} + | LC_ALL=C sort); }

shellcheck_finds_nothing_in_the_scripts() {
  # SC2015: in `a && b || c`, c shall also run after a failed b. SC2016: dollars in single quotes belong to regular expressions and awk.
  ends 0 shellcheck -x -e SC2015,SC2016 -P SCRIPTDIR "$SLACKWATER_ROOT"/scripts/*.sh "$SLACKWATER_ROOT"/scripts/lib/*.sh
}

management_exit_codes_are_as_documented() {
  local m=("$MANAGEMENT" --directory "$TOOLS/stack")
  ends 3 "${m[@]}" && ends 3 "${m[@]}" nonsense && says 'unknown command nonsense' && ends 3 "${m[@]}" status more && ends 3 "${m[@]}" restore && ends 3 "${m[@]}" restore x --volume v --path p && ends 3 "${m[@]}" acknowledge && ends 3 "${m[@]}" alerts now && ends 3 "${m[@]}" alarms now && ends 3 "${m[@]}" alarms acknowledge && ends 3 "${m[@]}" check && ends 3 "${m[@]}" pin || return 1
  ends 3 "${m[@]}" status --wait && ends 3 "${m[@]}" backup --timeout soon && ends 0 "${m[@]}" --help && says 'Exit codes' || return 1
  # Nothing listens on port 1. Without a token no request is sent.
  local command
  for command in status backup list verify logs schedule coverage health; do
    ends 4 "${m[@]}" --url http://127.0.0.1:1 "$command" && says '^error: .*127.0.0.1:1' || return 1
    ! grep -q '^curl' "$TOOLS/said" || wrong "the output contains messages of curl: $(cat "$TOOLS/said")" || return 1
  done
  ends 4 "${m[@]}" --url http://127.0.0.1:1 check system && ends 4 "$MANAGEMENT" --directory "$TOOLS" status && says 'cannot read the token file .*--directory' || return 1
  ends 3 "$SLACKWATER_ROOT/scripts/quickstart.sh" --dwn && says 'unknown argument --dwn'
}

management_shows_real_names_and_each_attempt() {
  local show='. "$0"; names() { printf "%s" "$NAMES"; }; show_runs'
  printf '%s' '[{"dataset":"shop.db.my-db--6d1f4e0a","state":"SUCCEEDED","started":"2026-01-02T03:04:05.6Z","seconds":1.26,"bytes":5,
    "snapshot":"0123456789","id":"r1","message":"It is empty.","earlier":[{"attempt":1,"reason":"locked"},{"attempt":2,"reason":"away"}]},
    {"dataset":"shop.db.app","state":"FAILED","started":null,"seconds":0,"bytes":null,"snapshot":null,"id":"r2","message":"no room","earlier":[{"attempt":1,"reason":"no room"},{"attempt":2,"reason":"no room"}]},
    {"dataset":"shop.db.app","state":"SUCCEEDED","started":null,"seconds":0,"bytes":null,"snapshot":null,"id":"r3","message":"","damaged":"2026-01-03T03:04:05.6Z","earlier":[]}]' >"$TOOLS/runs"
  NAMES='{"shop.db.my-db--6d1f4e0a":"my_db","shop.db.app":"app"}' ends 0 bash -c "$show <\"\$1\"" "$SLACKWATER_ROOT/scripts/lib/management.sh" "$TOOLS/runs" || return 1
  says '^shop\.db\.my-db--6d1f4e0a \(my_db\) .* r1 +It is empty\.; attempt 2: away; attempt 1: locked$' && says '^shop\.db\.app  .* r2 +no room; attempts 1-2: the same$' && says '^shop\.db\.app  .* r3 +ITS SNAPSHOT WAS FOUND DAMAGED at 2026-01-03T03:04:05Z$'
}

table_columns_align_names_with_umlauts() {
  ends 0 bash -c 'export LC_ALL=C; . "$0"; printf "größe\tx\t\nab\ty\tz\n" | table NAME B C' "$SLACKWATER_ROOT/scripts/lib/management.sh" || return 1
  says '^NAME   B  C$' && says '^größe  x$' && says '^ab     y  z$'
}

# The words of two rows differ only when their states differ. The note of a good backup stays.
status_shows_ages_sizes_and_colours() {
  local lib="$SLACKWATER_ROOT/scripts/lib/management.sh" esc status
  esc="$(printf '\033')"
  ends 2 bash -euc '. "$0"; JSON=; health_of() { printf "%s" "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"backups\",\"status\":\"DOWN\"},{\"name\":\"a.b.c\",\"status\":\"DOWN\"}]}"; }
    command_health' "$lib" && says '^backups +DOWN +a\.b\.c$' || return 1
  status='JSON=; health_of() { printf "%s" "$BACKUPS"; }
    ask() { case "$2" in */datasets) printf "%s" "$DATASETS" ;; */coverage) printf "{\"uncovered\":[]}" ;; *) printf "[]" ;; esac; }; command_status'
  printf '. %s\n%s\n' "$lib" "$status" >"$TOOLS/status"
  export BACKUPS DATASETS
  BACKUPS="$(jq -n 'def check($state; $age; $reason): {status: (if $state == "fresh" then "UP" else "DOWN" end),
      data: {state: $state, plan: "critical", newest: (if $age then (now - $age | todate) else null end), reason: $reason}};
    {status: "DOWN", checks: [(check("fresh"; 3.2 * 3600; "The newest verified snapshot is of then.") + {name: "shop.db.app"}),
      (check("fresh"; 2410; "The newest verified snapshot is of then. It is empty.") + {name: "shop.web.files"}),
      (check("overdue"; 4.1 * 86400; "Too old.") | .data.bytes = 107374182 | .name = "shop.web.old"), (check("never"; null; "Never yet.") + {name: "shop.web.new"})]}')"
  DATASETS='[{"id":"shop.db.app","name":"app","lastBytes":1610612736},{"id":"shop.web.files","name":"files","lastBytes":12288,"lastFreezeSeconds":1.42,"lastFreezeEstimateSeconds":1.26,"note":"It is empty."},{"id":"shop.web.new","name":"new","lastBytes":null}]'
  ends 2 bash -eu "$TOOLS/status" && says '^DATASET +UP +STATE +AGE +SIZE +FREEZE +PLAN +REASON$' && says '^shop.db.app +UP +fresh +3 h +1\.5 GiB +- +critical$' &&
    says '^shop.web.files +UP +fresh +40 min +12\.0 KiB +1\.4 s \(1\.3 s\) +critical +It is empty\.$' && says '^shop.web.old +DOWN +overdue +4 d +102 MiB +- +critical +Too old\.$' &&
    says '^shop.web.new +DOWN +never +- +- +- +critical +Never yet\.$' && ! grep -q "$esc" "$TOOLS/said" || return 1
  local seen=(env -u NO_COLOR TERM=xterm script -qec "bash -eu $TOOLS/status" /dev/null)
  ends 2 "${seen[@]}" && says "^shop.db.app +UP +$esc\[32mfresh$esc\[0m +3 h +1\.5 GiB +- +critical" && says "^shop.web.old +DOWN +$esc\[31moverdue$esc\[0m +4 d " || return 1
  ends 2 env NO_COLOR=1 "${seen[@]:3}" && says '^shop.web.old +DOWN +overdue +4 d ' && ! grep -q "$esc" "$TOOLS/said"
}

list_marks_snapshots_that_cannot_be_restored_now() {
  local list='. "$0"; JSON= NAME=shop.db.app FILTERS=(); ask() { printf "%s" "$SNAPSHOTS"; }; command_list'
  SNAPSHOTS='[{"id":"0123456789","dataset":"shop.db.app","name":"app","time":"2026-01-02T03:04:05.6Z","bytes":5,"repository":"4f1a2b3c4f1a2b3c","repositoryName":"far","file":"app.dump","note":null,"doubt":null,"notNow":"far is not there."},
    {"id":"9876543210","dataset":"shop.db.app","name":"app","time":"2026-01-01T03:04:05.6Z","bytes":5,"repository":"77cc77cc77cc77cc","repositoryName":null,"file":"app.dump","safety":true,"note":"It is empty.","doubt":null,"notNow":null}]' \
    ends 0 bash -c "$list" "$SLACKWATER_ROOT/scripts/lib/management.sh" || return 1
  says '01234567 .* far +app\.dump +CANNOT BE RESTORED NOW: far is not there\.$' && says '98765432 .* 77cc77cc +app\.dump +safety snapshot It is empty\.$'
}

# The second page begins after the last snapshot of the first.
list_asks_for_all_pages_of_the_filter() {
  local lib="$SLACKWATER_ROOT/scripts/lib/management.sh" list
  list='. "$0"; JSON=1 NAME= FILTERS=(plan=critical "from=2026-01-01T00:00+01:00"); ask() { printf "%s\n" "$2" >&2; case "$2" in
    *before=b999) printf "[{\"id\":\"c\",\"dataset\":\"a\"}]" ;; *) jq -nc "[range(1000) | {id: \"b\(.)\", dataset: \"b\"}]" ;; esac; }; command_list'
  ends 0 bash -euc "$list >\"\$1\"" "$lib" "$TOOLS/listed" && says '^/api/v1/snapshots\?limit=1000&plan=critical&from=2026-01-01T00%3A00%2B01%3A00$' && says '&before=b999$' &&
    jq -e 'length == 1001 and .[0].id == "c" and .[1].id == "b0"' <"$TOOLS/listed" >/dev/null || wrong "$(head -c 300 "$TOOLS/listed")" || return 1
  ends 3 "$MANAGEMENT" --directory "$TOOLS/stack" verify --pinned && says 'work with list only'
}

# With recorded answers of the API.
files_lists_all_pages_of_a_directory() {
  local files='. "$0"; NAME=4f3c2a1b WORDS=(files 4f3c2a1b "/v/a b"); ask() { printf "%s\n" "$2" >&2; case "$2" in *page=1) printf "%s" "$FIRST" ;; *) printf "%s" "$LAST" ;; esac; }; '
  page() { printf '{"page":%s,"pages":2,"entries":[%s]}' "$@"; }
  export FIRST LAST
  FIRST="$(page 1 '{"name":"a\u001b[31m\n","type":"file","size":2048,"modified":"2026-01-02T03:04:05.6Z","mode":"0644"}')"
  LAST="$(page 2 '{"name":"d","type":"dir","size":null,"modified":"2026-01-02T03:04:05Z","mode":"2755"}')"
  ends 0 bash -euo pipefail -c "${files}JSON=; command_files" "$SLACKWATER_ROOT/scripts/lib/management.sh" && says '^/api/v1/snapshots/4f3c2a1b/files\?path=%2Fv%2Fa%20b&page=2$' &&
    says '^0644 +file +2\.0 KiB +2026-01-02T03:04:05Z +a\?\[31m\?$' && says '^2755 +dir +- +2026-01-02T03:04:05Z +d$' || return 1
  ends 0 bash -euo pipefail -c "${files}JSON=1; command_files 2>/dev/null" "$SLACKWATER_ROOT/scripts/lib/management.sh" && [ "$(jq length "$TOOLS/said")" = 2 ] || return 1
  ends 3 "$MANAGEMENT" --directory "$TOOLS/stack" files && says 'files needs the id of a snapshot'
}

delete_asks_before_it_deletes() {
  local lib="$SLACKWATER_ROOT/scripts/lib/management.sh" delete
  delete='. "$0"; WORDS=(delete 01234567 98765432) NAME=01234567 TIMEOUT=5 JSON= YES= DRY_RUN=; ask() { printf "%s %s %s\n" "$1" "$2" "${3:-}" >&2; case "$2" in
    */maintenance/*) printf "{\"id\":\"j\",\"operation\":\"DELETE\",\"repository\":\"system\",\"state\":\"SUCCEEDED\",\"forgotten\":1,\"freedBytes\":null,\"message\":\"\"}" ;;
    *) jq -c "if (.dryRun or (.ids | length) == 1) then . else error end | {deleted: [{id: \"0123456789\", dataset: \"shop.db.app\", time: \"2026-01-02T03:04:05Z\"}],
      kept: (if .dryRun then [{id: \"9876543210\", dataset: \"shop.db.app\", message: \"it is pinned\"}] else [] end), jobs: [\"j\"]}" <<<"$3" ;; esac; }; '
  ends 0 bash -euc "${delete}DRY_RUN=1; command_delete" "$lib" && says '^shop\.db\.app +01234567 +2026-01-02T03:04:05Z +would be deleted$' && says '98765432 +stays: it is pinned$' &&
    [ "$(grep -c '^POST' "$TOOLS/said")" = 1 ] || wrong "$(cat "$TOOLS/said")" || return 1
  ends 3 bash -euc "${delete}command_delete" "$lib" && says 'needs a typed confirmation' || return 1
  ends 3 bash -euc "${delete}command_delete <<<yes" "$lib" && says 'Nothing was deleted' && [ "$(grep -c '^POST' "$TOOLS/said")" = 1 ] || wrong "$(cat "$TOOLS/said")" || return 1
  ends 0 bash -euc "${delete}command_delete <<<delete" "$lib" && says '"ids":\["0123456789"\]' && says '^SUCCEEDED  delete in repository system, snapshots forgotten: 1$' || return 1
  ends 0 bash -euc "${delete}YES=1; command_delete" "$lib" && ! grep -q 'Type delete' "$TOOLS/said" || return 1
  ends 3 "$MANAGEMENT" --directory "$TOOLS/stack" delete && ends 3 "$MANAGEMENT" --directory "$TOOLS/stack" list --yes && says 'work with delete only'
}

forget_and_prune_show_their_results() {
  local lib="$SLACKWATER_ROOT/scripts/lib/management.sh" maintain
  maintain='. "$0"; NAME=system TIMEOUT=5 JSON= WAIT=1; ask() { printf "%s %s\n" "$1" "$2" >&2; printf "%s" "$ANSWER"; }; command_'
  ANSWER='{"id":"j","operation":"PRUNE","repository":"system","state":"SUCCEEDED","forgotten":0,"freedBytes":2048,"message":""}' ends 0 bash -euc "${maintain}prune" "$lib" &&
    says '^POST /api/v1/repositories/system/prune$' && says '^GET /api/v1/maintenance/j$' && says '^SUCCEEDED  prune in repository system, freed: 2\.0 KiB$' || return 1
  ANSWER='{"id":"j","operation":"FORGET","repository":"system","state":"SUCCEEDED","forgotten":3,"freedBytes":null,"message":"One stays."}' ends 0 bash -euc "${maintain}forget" "$lib" &&
    says '^POST /api/v1/plans/system/forget$' && says '^SUCCEEDED  forget in repository system, snapshots forgotten: 3\. One stays\.$' || return 1
  ANSWER='{"id":"j","operation":"PRUNE","repository":"system","state":"FAILED","forgotten":0,"freedBytes":null,"message":"locked"}' ends 1 bash -euc "${maintain}prune" "$lib" && says '^FAILED .*locked$' || return 1
  ends 3 "$MANAGEMENT" --directory "$TOOLS/stack" prune && ends 3 "$MANAGEMENT" --directory "$TOOLS/stack" forget && ends 3 "$MANAGEMENT" --directory "$TOOLS/stack" list --wait
}

find_lists_each_version_with_its_newest_snapshot() {
  local find='. "$0"; NAME=shop.web.files WORDS=(find shop.web.files "a*.jpg") TIMEOUT=5; ask() { printf "%s\n" "$2" >&2; printf "%s" "$ANSWER"; }; command_find'
  export ANSWER
  ANSWER='{"searched":3,"notSearched":["x"],"more":true,"files":[{"path":"/v/a\u001b.jpg","type":"file","size":2048,"modified":"2026-01-02T03:04:05Z","snapshots":[{"id":"0123456789","time":"2026-01-03T03:04:05Z"},{"id":"9876543210","time":"2026-01-02T03:04:05Z"}]}]}'
  ends 0 bash -euo pipefail -c "JSON=; $find" "$SLACKWATER_ROOT/scripts/lib/management.sh" && says '^/api/v1/datasets/shop.web.files/files\?name=a(\*|%2A)\.jpg$' &&
    says '^/v/a\?\.jpg +file +2\.0 KiB +2026-01-02T03:04:05Z +2 +01234567 +2026-01-03T03:04:05Z$' && says '^warning: 1 snapshots could not' && says '^warning: there are more than 1 results' || return 1
  ANSWER='{"searched":3,"notSearched":[],"more":false,"files":[]}'
  ends 1 bash -euo pipefail -c "JSON=; $find" "$SLACKWATER_ROOT/scripts/lib/management.sh" && says '^error: no file with this name in 3 snapshots' || return 1
  ends 3 "$MANAGEMENT" --directory "$TOOLS/stack" find shop.web.files && says 'find needs a dataset and a name'
}

# The warning appears on the terminal, not in the JSON, for a restore and for a download.
restore_warns_about_a_doubtful_snapshot() {
  local lib="$SLACKWATER_ROOT/scripts/lib/management.sh" restore
  answered() { printf '{"id":"x","state":"%s","target":"volume v","message":"","warning":%s}' "$@"; }
  restore='. "$0"; NAME=shop.files.srv-files RECOVER= IN_PLACE= SNAPSHOT=4f3c2a1b AT= WORKLOAD= FILE= TIMEOUT=5; ask() { case "$1" in POST)
    if [ -n "${4:-}" ]; then printf data >"$4"; printf "HTTP/1.1 200 OK\r\nSlackwater-Warning: In doubt.\r\nContent-Length: 4\r\nSlackwater-Sha256: %s\r\n\r\n" "$(printf data | sha256sum | cut -c 1-64)" >"$5"; else printf "%s" "$BEGUN"; fi ;; *) printf "%s" "$ENDED" ;; esac; }; '
  export BEGUN ENDED; BEGUN="$(answered RUNNING '"In doubt."')" ENDED="$(answered SUCCEEDED '"In doubt."')"
  ends 0 bash -euc "${restore}JSON=; TARGETS=(volume v); command_restore" "$lib" && says '^warning: In doubt\.$' && says '^SUCCEEDED  volume v' || return 1
  ends 0 bash -euc "${restore}JSON=1; TARGETS=(volume v); command_restore 2>/dev/null" "$lib" && says '"warning":"In doubt."' && ! grep -q '^warning' "$TOOLS/said" || return 1
  rm -f "$TOOLS/file"
  ends 0 bash -euc "${restore}JSON=; TARGETS=(download $TOOLS/file); command_restore" "$lib" && says '^warning: In doubt\.$' && [ "$(cat "$TOOLS/file")" = data ] || return 1
  BEGUN="$(answered RUNNING null)" ENDED="$(answered SUCCEEDED null)"
  ends 0 bash -euc "${restore}JSON=; TARGETS=(volume v); command_restore" "$lib" && ! grep -q '^warning' "$TOOLS/said"
}

# A download that a proxy cut off or changed, or whose hash is unknown.
an_incomplete_download_fails_and_leaves_no_file() {
  local lib="$SLACKWATER_ROOT/scripts/lib/management.sh" sum case download
  sum="$(printf data | sha256sum | cut -c 1-64)"
  # shellcheck disable=SC2089
  download='. "$0"; NAME=a.b.c RECOVER= IN_PLACE= SNAPSHOT= AT= WORKLOAD= FILE= TIMEOUT=5 JSON=; TARGETS=(download "$TOOLS/file"); ask() { printf data >"$4"; printf "content-length: %s\r\nslackwater-sha256: %s\r\n" "$LENGTH" "$SUM" >"$5"; }; command_restore'
  export TOOLS LENGTH SUM
  rm -f "$TOOLS/file"
  for case in "5 $sum" "4 $(printf other | sha256sum | cut -c 1-64)" "4 " " $sum"; do
    LENGTH="${case%% *}" SUM="${case#* }"
    ends 1 bash -euo pipefail -c "$download" "$lib" && says '^error: the download was (cut off: 4 of (5|an unknown number of) bytes arrived|changed on its way)' &&
      [ ! -e "$TOOLS/file" ] && [ ! -e "$TOOLS/file.part" ] || return 1
  done
  LENGTH=4 SUM="$sum"
  ends 0 bash -euo pipefail -c "$download" "$lib" && [ "$(cat "$TOOLS/file")" = data ]
}

restore_leaves_tablespaces_out_only_when_asked_to() {
  local lib="$SLACKWATER_ROOT/scripts/lib/management.sh" restore
  restore='. "$0"; NAME=shop.db.app RECOVER= IN_PLACE= SNAPSHOT= AT= WORKLOAD= TIMEOUT=5 JSON=; TARGETS=(database copy); ask() { if [ "$1" = POST ]; then printf "%s\n" "$3" >&2; fi; printf "%s" "{\"id\":\"x\",\"state\":\"SUCCEEDED\"}"; }; '
  ends 0 bash -euc "${restore}NO_TABLESPACES=1; command_restore" "$lib" && says '"target":\{"kind":"database","database":"copy","tablespaces":false\}' || return 1
  ends 0 bash -euc "${restore}NO_TABLESPACES=; command_restore" "$lib" && says '"target":\{"kind":"database","database":"copy"\}' || return 1
  ends 3 "$MANAGEMENT" --directory "$TOOLS/stack" restore shop.files.srv-files --volume v --no-tablespaces && says 'no-tablespaces works with databases and roles only'
}

restore_of_roles_needs_no_target() {
  local lib="$SLACKWATER_ROOT/scripts/lib/management.sh"
  ends 0 bash -euc '. "$0"; NAME=shop.db.roles RECOVER= IN_PLACE= SNAPSHOT= AT= WORKLOAD=shop-db2 TIMEOUT=5 JSON= NO_TABLESPACES=; TARGETS=()
    ask() { if [ "$1" = POST ]; then printf "%s\n" "$3" >&2; fi; printf "%s" "{\"id\":\"x\",\"state\":\"SUCCEEDED\"}"; }; command_restore' "$lib" &&
    says '"target":\{"kind":"database","database":"","workload":"shop-db2"\}' || return 1
  ends 3 "$MANAGEMENT" --directory "$TOOLS/stack" restore shop.files.srv-files --volume v --workload shop-db2 && says 'workload works with databases and roles only'
}

restore_in_place_needs_the_phrase_of_its_plan() {
  local lib="$SLACKWATER_ROOT/scripts/lib/management.sh" restore
  restore='. "$0"; NAME=shop-db RECOVER= IN_PLACE=1 SNAPSHOT= AT= TIMEOUT=5 JSON=; ask() { case "$1 $2" in
    "GET /api/v1/datasets") printf "%s" "[{\"id\":\"shop.db.app\",\"workload\":\"shop-db\",\"plan\":\"critical\"}]" ;;
    "POST /api/v1/restores/in-place/plan") printf "%s" "$PLAN" ;;
    POST*) printf "sent %s\n" "$3" >&2; printf "%s" "{\"id\":\"r1\"}" ;;
    *) printf "%s" "{\"id\":\"r1\",\"state\":\"SUCCEEDED\",\"step\":\"FINISHING\",\"target\":\"the live data of workload shop-db\",\"message\":\"\"}" ;; esac; }; '
  export PLAN='{"id":"p1","token":"t1","phrase":"shop-db","scope":"workload shop-db","possible":true,"leftOut":["dataset shop.db.odd: no"],"items":[{"dataset":"shop.db.app",
    "snapshot":"0123456789","time":"2026-01-02T03:04:05Z","overwrites":"database app","stops":[],"bytesNeeded":5,"bytesFree":9,"outageSeconds":2,"notes":["sessions end"],"refusals":[],"warning":null}]}'
  ends 0 bash -euc "${restore}PHRASE=shop-db WITHOUT_SAFETY=; command_restore" "$lib" && says 'overwrites +database app$' && says 'left out: dataset shop.db.odd' &&
    says '^sent \{"plan":"p1","token":"t1","phrase":"shop-db"\}$' && says '^SUCCEEDED ' || return 1
  ends 0 bash -euc "${restore}PHRASE=shop-db WITHOUT_SAFETY=1; command_restore" "$lib" && says '"phrase":"shop-db without safety snapshot"' || return 1
  ends 3 bash -euc "${restore}PHRASE=shop WITHOUT_SAFETY=; command_restore" "$lib" && says 'the phrase is not shop-db. Nothing was changed' && ! grep -q '^sent' "$TOOLS/said" || return 1
  ends 3 bash -euc "${restore}PHRASE= WITHOUT_SAFETY=; command_restore </dev/null" "$lib" && says "add --yes-overwrite 'shop-db'" && ! grep -q '^sent' "$TOOLS/said" || return 1
  PLAN="$(jq '.possible = false | .items[0].refusals = ["it is full"]' <<<"$PLAN")"
  ends 1 bash -euc "${restore}PHRASE=shop-db WITHOUT_SAFETY=; command_restore" "$lib" && says 'IMPOSSIBLE +it is full' && ! grep -q '^sent' "$TOOLS/said" || return 1
  ends 3 "$MANAGEMENT" --directory "$TOOLS/stack" restore shop.db.app --in-place --volume v && says '--in-place has no other target' || return 1
  ends 3 "$MANAGEMENT" --directory "$TOOLS/stack" restore shop.db.app --volume v --yes-overwrite shop-db && says 'work with --in-place only'
}

status_shows_the_progress_of_running_backups() {
  ends 2 bash -euc '. "$0"; JSON=; health_of() { printf "%s" "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"a.b.c\",\"status\":\"DOWN\",\"data\":{\"state\":\"never\",\"plan\":\"p\",\"reason\":\"Never yet.\"}}]}"; }
    ask() { case "$2" in
      */datasets) printf "[{\"id\":\"a.b.c\",\"name\":\"c\",\"running\":true}]" ;;
      */runs*) printf "[{\"dataset\":\"a.b.c\",\"state\":\"STORING\",\"ended\":null,\"bytes\":1300000000,\"freezeEstimateSeconds\":1.21}]" ;;
      */coverage) printf "{\"uncovered\":[]}" ;;
      *) printf "[]" ;;
    esac; }; command_status' "$SLACKWATER_ROOT/scripts/lib/management.sh" && says '^a\.b\.c +DOWN +never .* p +being backed up: storing, 1\.2 GiB, pause of about 1\.2 s$'
}

# With recorded answers of the API.
verify_shows_damaged_and_missing_snapshots() {
  local lib="$SLACKWATER_ROOT/scripts/lib/management.sh" verify
  verify='. "$0"; JSON= NAME= WAIT=1 TIMEOUT=5; ask() { if [ "$1" = GET ]; then printf "%s" "$ANSWER"; fi; }; command_'
  row() { printf '{"dataset":"shop.db.%s","name":null,"verdict":"%s","level":"%s","ended":null,"message":"%s","snapshot":"0123456789","data":null}' "$@"; }
  ANSWER="[$(row a SUCCEEDED OK '')]" ends 0 bash -euc "${verify}verify" "$lib" || return 1
  ANSWER="[$(row a SUCCEEDED OK ''),$(row b GONE DEGRADED 'Not in it.')]" ends 2 bash -euc "${verify}verify" "$lib" &&
    says '^shop\.db\.b +GONE .* Not in it\.$' || return 1
  ANSWER="[$(row a DAMAGED FAILED 'Found so.'),$(row b LOST DEGRADED '')]" ends 1 bash -euc "${verify}verify" "$lib" && says '^shop\.db\.a +DAMAGED .*Found so\.$' || return 1
  ANSWER='[{"id":"system","check":"GOOD","alarm":null}]' ends 0 bash -euc "${verify/NAME=/NAME=system}check" "$lib" && says '^GOOD  repository system$' || return 1
  ANSWER='[{"id":"system","check":"GOOD","alarm":"Lost."}]' ends 2 bash -euc "${verify/NAME=/NAME=system}check" "$lib" || return 1
  ANSWER='[{"id":"system","check":"FAILED","alarm":"A pack."}]' ends 1 bash -euc "${verify/NAME=/NAME=system}check" "$lib" && says '^FAILED  repository system: A pack\.$'
}

# Serves recorded answers of a stack with two alarms, with the certificate of setup.
two_alarms_answer() {
  local own="$1" port="$2" answers="$TOOLS/answers"
  mkdir -p "$answers/q/health/group" "$answers/api/v1/runs"
  echo '{"status":"UP","checks":[]}' >"$answers/q/health/ready"
  echo '{"status":"DOWN","checks":[{"name":"backups","status":"DOWN","data":{"datasets":2,"down":2}},
    {"name":"shop.db.app","status":"DOWN","data":{"state":"overdue","plan":"critical","reason":"Too old."}},
    {"name":"shop.db.new","status":"DOWN","data":{"state":"never","plan":"critical","reason":"Never yet."}},
    {"name":"shop.db.we-ird-db--6d1f4e0a","status":"DOWN","data":{"state":"gone","plan":"critical","name":"we  ird-DB","reason":"It is not there."}}]}' >"$answers/q/health/group/backups"
  printf '%s\n' '[{"key":"policy:rejected","severity":"warning","title":"The policy is wrong","detail":"policy.yml:3:1:\n nonsense.","remedy":"Mend it."},
    {"key":"stale:shop.db.app","severity":"critical","title":"Dataset shop.db.app has no fresh backup","detail":"Too old.","remedy":"Start one."}]' >"$answers/api/v1/alarms"
  echo '{"id":"r1","dataset":"shop.db.app","plan":"critical","trigger":"API","state":"FAILED","attempt":2,"queued":"2026-11-25T15:00:00.1Z","seconds":8.02,
    "frozenSeconds":1.23,"freezeEstimateSeconds":1,"message":"It is locked.","earlier":[{"attempt":1,"cause":"REPOSITORY","reason":"Locked."}]}' >"$answers/api/v1/runs/r1"
  echo '[]' | tee "$answers/api/v1/schedule" >"$answers/api/v1/repositories"
  echo '{"datasets":2,"alarms":1,"uncovered":[{"severity":"NOTE","subject":"volume web","reason":"no data","remedy":"nothing"},
    {"severity":"ALARM","subject":"service mysql","reason":"nobody has it","remedy":"did you mean mysql?"}]}' >"$answers/api/v1/coverage"
  (cd "$answers" && exec openssl s_server -WWW -quiet -accept "127.0.0.1:$port" -cert "$own/secrets/tls/fullchain.pem" -key "$own/secrets/tls/privkey.pem") \
    >/dev/null 2>&1 &
}

management_trusts_the_certificate_and_shows_each_problem() {
  local own="$TOOLS/alarmed" port server bad=''
  plain_docker "$own"
  plain 0 "$own" || return 1
  for port in $(seq 18600 18700); do port_is_free "$port" && break; done
  two_alarms_answer "$own" "$port"
  server=$!
  local m=(env -u CURL_CA_BUNDLE "PATH=$TOOLS/plain:$PATH" "$MANAGEMENT" --directory "$own" --url "https://localhost:$port")
  # As from another machine: it has the token, but not the certificate.
  local far=(env -u CURL_CA_BUNDLE "$MANAGEMENT" --directory "$TOOLS/answers" --token-file "$own/secrets/api.token" --url "https://localhost:$port")
  until_true 60 "the answers" ends 0 "${m[@]}" schedule 2>/dev/null && ends 4 "${far[@]}" schedule && says 'certificate .* is not trusted. Give --cacert' &&
    ends 0 "${far[@]}" --cacert "$own/secrets/tls/fullchain.pem" schedule && ends 4 "${far[@]}" --cacert /nowhere schedule && says 'cannot read the certificate /nowhere' || bad=1
  ends 2 "${m[@]}" status && says '^shop\.db\.we-ird-db--6d1f4e0a \(we  ird-DB\) +DOWN +gone' &&
    says '^shop\.db\.app +DOWN +overdue +- +- +- +critical +see its alarm$' && says '^shop\.db\.new .* Never yet\.$' || bad=1
  ends 0 "${m[@]}" alarms && says "^'stale:shop\.db\.app'  critical  Dataset shop\.db\.app has no fresh backup: Too old\. Start one\.$" || bad=1
  ends 0 "${m[@]}" logs r1 && says '^state +FAILED, attempt 2$' && says '^pause +1\.2 s, expected 1 s$' && says '^attempt 1  REPOSITORY: Locked\.$' &&
    ends 0 "${m[@]}" --json logs r1 && jq -e '.id == "r1"' <"$TOOLS/said" >/dev/null || bad=1
  ends 2 "${m[@]}" doctor &&
    says '^PROBLEM +every dataset .* warning  The policy is wrong: policy.yml:3:1: nonsense. Mend it.$' &&
    says '^ +critical  Dataset shop\.db\.app has no fresh backup: Too old. Start one.$' && says '^ +down  shop\.db\.new: Never yet.$' &&
    says '^ +warning  Not protected: service mysql: Nobody has it. Did you mean mysql\?$' || bad=1
  [ "$(grep -cF shop.db.app "$TOOLS/said")" = 1 ] || wrong "the problem appears twice in the output: $(cat "$TOOLS/said")" || bad=1
  ends 2 "${m[@]}" --json doctor && jq -e '.[4] | .code == 2 and (.detail | split("\n") | length == 5)' <"$TOOLS/said" >/dev/null || wrong "$(cat "$TOOLS/said")" || bad=1
  # Its remedies can be copied; a check whose alarm is listed is not repeated; running backups show their progress.
  cp "$TOOLS/answers/q/health/group/backups" "$TOOLS/backups.before" && cp "$TOOLS/answers/api/v1/alarms" "$TOOLS/alarms.before"
  echo '{"status":"DOWN","checks":[{"name":"policy","status":"DOWN","data":{"reason":"The policy is wrong: x"}},
    {"name":"shop.db.key","status":"DOWN","data":{"state":"not-restorable","plan":"critical","reason":"A long reason."}},
    {"name":"shop.db.label","status":"DOWN","data":{"state":"fresh","plan":"critical","reason":"A long label."}}]}' >"$TOOLS/answers/q/health/group/backups"
  echo '[{"key":"policy:rejected","severity":"warning","title":"The policy is wrong","detail":"x.","remedy":"Run scripts/backrest-management.sh --directory /stack doctor."},
    {"key":"repository:critical:trouble","severity":"critical","title":"R","detail":"D.","remedy":"M."}]' >"$TOOLS/answers/api/v1/alarms"
  ends 2 "${m[@]}" status && says '^shop\.db\.key .* see the alarm of its repository$' && says '^shop\.db\.label +DOWN +fresh .* see the alarm about its label$' &&
    says "Run $MANAGEMENT --directory $own doctor\.\$" && [ "$(grep -c 'The policy is wrong' "$TOOLS/said")" = 1 ] || wrong "$(cat "$TOOLS/said")" || bad=1
  ends 2 "${m[@]}" --json status && says '"Run scripts/backrest-management.sh --directory /stack doctor."' || bad=1
  mv "$TOOLS/backups.before" "$TOOLS/answers/q/health/group/backups" && mv "$TOOLS/alarms.before" "$TOOLS/answers/api/v1/alarms"
  ends 2 "${m[@]}" coverage && says '^service mysql +nobody has it +did you mean mysql' && says '^Not backed up for a known reason \(1\):$' && says '^  volume web: no data$' || bad=1
  # With an invalid policy no sidecar runs, so only doctor reports it.
  : >"$TOOLS/plain/WRONG_POLICY"
  ends 2 "${m[@]}" doctor && says '^PROBLEM +the policy is valid .* policy.yml:2:1: planz: unknown key' || bad=1
  rm "$TOOLS/plain/WRONG_POLICY"
  # The log of a sidecar that does not start has the reason.
  : >"$TOOLS/plain/REFUSED"
  ends 4 "${m[@]}" --url http://127.0.0.1:1 doctor && says 'the end of its log: slackwater: The journal /data/journal.db was written by an older version\.$' || bad=1
  rm "$TOOLS/plain/REFUSED"
  # Each check that needs a stopped sidecar would repeat the same error.
  : >"$TOOLS/plain/STOPPED"
  ends 4 "${m[@]}" --url http://127.0.0.1:1 doctor && says 'its container is stopped. Start it with docker compose up -d slackwater' && says 'not checked, because Slackwater does not answer$' || bad=1
  [ "$(grep -c 'nothing answers' "$TOOLS/said")" = 1 ] || wrong "the error appears more than once: $(cat "$TOOLS/said")" || bad=1
  rm "$TOOLS/plain/STOPPED"
  # Uncovered data without an alarm: coverage and status both report it.
  echo '[]' >"$TOOLS/answers/api/v1/alarms"
  echo '{"status":"UP","checks":[]}' >"$TOOLS/answers/q/health/group/backups"
  ends 2 "${m[@]}" coverage && ends 2 "${m[@]}" status && says '^warning  Not protected: service mysql: ' || bad=1
  echo '{"datasets":2,"alarms":0,"uncovered":[]}' >"$TOOLS/answers/api/v1/coverage"
  ends 0 "${m[@]}" coverage && ends 0 "${m[@]}" status || bad=1
  management_goes_through_nginx "$own" "https://localhost:$port" || bad=1
  kill "$server"
  [ -z "$bad" ]
}
# Uses the answers of the test before, without health checks. Runs a copy of the script with its libraries only.
management_goes_through_nginx() {
  mkdir -p "$TOOLS/copy/lib"
  cp "$MANAGEMENT" "$TOOLS/copy/" && cp "$SLACKWATER_ROOT"/scripts/lib/management*.sh "$TOOLS/copy/lib/"
  local a="$TOOLS/answers/api/v1" far=(env -u CURL_CA_BUNDLE "$TOOLS/copy/backrest-management.sh" --directory "$TOOLS/answers"
    --token-file "$1/secrets/api.token" --url "$2")
  ends 4 "${far[@]}" status && says 'certificate .* is not trusted. Give --cacert' && ends 4 "${far[@]}" health && says 'is not trusted' || return 1
  far+=(--cacert "$1/secrets/tls/fullchain.pem")
  rm -r "$TOOLS/answers/q"
  echo '[{"task":"plan","name":"critical","next":"2026-01-03T03:00:00Z"},{"task":"plan","name":"off","next":null}]' >"$a/schedule"
  echo '[{"id":"shop.db.app","name":"app","plan":"critical","lastSuccess":"2026-01-02T03:04:05.6Z"},{"id":"shop.db.x","name":"x","plan":"off"}]' >"$a/datasets"
  echo '[{"dataset":"shop.db.app","verdict":"OVERDUE"}]' >"$a/verdicts"
  ends 4 "${far[@]}" health && says 'https://localhost:[0-9]+ does not show health checks' || return 1
  ends 0 "${far[@]}" status && says '^shop\.db\.app +UP +fresh +[0-9]+ d +- +- +critical$' && says '^shop\.db\.x +UP +never' && says '^note: .* does not show health checks' || return 1
  ends 2 "${far[@]}" doctor && says '^PROBLEM +files.* there is no backrest-setup.sh' && says '^ok +Slackwater answers' && says '^ok +every dataset' || return 1
  sed -i 's/"off"}/"critical"}/' "$a/datasets"
  ends 2 "${far[@]}" status && says '^shop\.db\.x +DOWN +never' || return 1
  echo '[{"key":"stale:shop.db.app","severity":"critical","title":"T","detail":"Too old.","remedy":"R."}]' >"$a/alarms"
  ends 2 "${far[@]}" --json status && jq -e '.backups.by == "api" and .backups.checks[0].data.state == "overdue"' <"$TOOLS/said" >/dev/null || wrong "$(cat "$TOOLS/said")" || return 1
  echo '[{"dataset":"shop.db.app","verdict":"FAILED"}]' >"$a/verdicts"
  sed -i 's/"name":"app"/"name":"app","workload":"shop-db"/' "$a/datasets"
  echo '[{"key":"workload:shop-db","severity":"critical","title":"No container runs","detail":"It is exited.","remedy":"R."}]' >"$a/alarms"
  ends 2 "${far[@]}" status && says '^shop\.db\.app +DOWN +failed .* see the alarm of its workload$' && says '^shop\.db\.x +DOWN +never' || return 1
  echo '[{"key":"stale:shop.db.app","severity":"critical","title":"T","detail":"Too old.","remedy":"R."}]' >"$a/alarms"
  ends 2 "${far[@]}" status && says '^shop\.db\.app +DOWN +failed' || return 1
  echo '[{"dataset":"shop.db.app","verdict":"NOT_RESTORABLE"}]' >"$a/verdicts"
  ends 2 "${far[@]}" status && says '^shop\.db\.app +DOWN +not-restorable'
}

# On the healthy stack of the quickstart.
management_shows_the_state_of_the_stack() {
  local m=("$MANAGEMENT" --directory "$STACK") policy="$STACK/backrest-config/policy.yml" command
  ends 1 "${m[@]}" restore "$PROJECT.db.app" --database app && says 'Restore refused: database app exists already' || return 1
  ends 3 "${m[@]}" list "$PROJECT.db.ap" && says "did you mean '$PROJECT.db.app'" || return 1
  for command in list backup verify logs acknowledge check; do
    ends 3 "${m[@]}" "$command" nosuch && [ "$(grep -c '^error: .*nosuch' "$TOOLS/said")" = 1 ] || wrong "not one error: $(cat "$TOOLS/said")" || return 1
  done
  ends 3 "${m[@]}" backup nosuch && says "^It is no workload or plan either. Known names: .*$PROJECT\.db\.app" || return 1
  # The id of an earlier version.
  for command in list backup verify logs acknowledge; do
    ends 3 "${m[@]}" "$command" "$PROJECT--db--app" && says "it is called $PROJECT\.db\.app now" || return 1
  done
  ends 3 "${m[@]}" backup "$PROJECT--db--app" && ! says "Known names" || return 1
  ends 3 "${m[@]}" restore "$PROJECT--db--app" --database app_again && says "it is called $PROJECT\.db\.app now" || return 1
  ends 3 "${m[@]}" acknowledge "$PROJECT.db.ap" && says 'did you mean' || return 1
  ends 1 "${m[@]}" acknowledge "$PROJECT.db.app" && says 'Nothing to acknowledge|its last backup succeeded' || return 1
  [ -e "$TOOLS/policy.yml" ] || cp -p "$policy" "$TOOLS/policy.yml"
  { cat "$TOOLS/policy.yml" && echo 'nonsense: 1'; } >"$policy"
  survey_at_once
  until_true 60 "degraded health" status_is 2 policy && ends 2 "${m[@]}" doctor && says 'PROBLEM .*nonsense' || return 1
  # Restores into this directory are refused. Only the host shows this problem, and backups do not depend on it.
  sed "s,^restore: .*,restore: { directories: [$STACK/secrets/keys] }," "$TOOLS/policy.yml" >"$policy"
  survey_at_once
  until_true 60 "good health" status_is 0 && ends 2 "${m[@]}" doctor &&
    says '^PROBLEM +the policy is valid .*/secrets/keys, which restore\.directories .* lists, overlaps ' || return 1
  cat "$TOOLS/policy.yml" >"$policy"
  until_true 60 "good health" status_is 0
}
# Slackwater reads a changed policy with its next survey, which this event causes.
survey_at_once() { docker run --rm --network none --label "com.docker.compose.project=$PROJECT" debian:trixie-slim true; }
# status_is <code> [words]: the exit code of status, and words that it says.
status_is() {
  local code=0
  "$MANAGEMENT" --directory "$STACK" status >"$TOOLS/said" 2>&1 || code=$?
  [ "$code" = "$1" ] && grep -q -- "${2:-}" "$TOOLS/said"
}

# Reports in the format of Surefire and Failsafe.
test_reports_name_slow_flaky_and_failed_tests() {
  local dir="$TOOLS/reports" n
  mkdir -p "$dir"
  for n in $(seq 1 16); do printf '<?xml version="1.0"?>\n<testsuite xmlns:xsi="x" name="shop.C%sTest" time="%s.5" tests="1">\n</testsuite>\n' "$n" "$n" >"$dir/TEST-$n.xml"; done
  cat >"$dir/TEST-long.xml" <<'XML'
<testsuite name="shop.LongIT" time="1,234.5" tests="3" flakes="1">
  <testcase name="it_is_stored(int)[1]" classname="shop.LongIT" time="1"><flakyFailure message="a &gt; b" type="x"><stackTrace><![CDATA[at <y>]]></stackTrace></flakyFailure>
    <flakyError type="z"></flakyError></testcase>
  <testcase name="it_is_well" classname="shop.LongIT" time="1"/>
  <testcase name="it_is_broken" classname="shop.LongIT" time="1"><failure type="x"></failure><rerunFailure type="x"></rerunFailure></testcase>
</testsuite>
XML
  ends 0 slowest_classes "$dir" "$TOOLS/nowhere" && says '^ +1234\.5 s  shop\.LongIT$' && says '^ +3\.5 s  shop\.C3Test$' && [ "$(wc -l <"$TOOLS/said")" = 15 ] &&
    [ "$(head -n 1 "$TOOLS/said" | tr -s ' ')" = ' 1234.5 s shop.LongIT' ] || wrong "$(cat "$TOOLS/said")" || return 1
  ends 0 flaky_tests "$dir" && [ "$(cat "$TOOLS/said")" = 'shop.LongIT.it_is_stored(int)[1]' ] || wrong "$(cat "$TOOLS/said")" || return 1
  ends 0 failed_tests "$dir" && [ "$(cat "$TOOLS/said")" = shop.LongIT.it_is_broken ] || wrong "$(cat "$TOOLS/said")" || return 1
  printf '%s\n' '[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 1.2 s -- in shop.C1Test' '[WARNING] Tests run: 1763, Failures: 1, Errors: 2, Skipped: 3' \
    '[INFO] Tests run: 10, Failures: 0, Errors: 0, Skipped: 0, Flakes: 1' 'a test says [INFO] Tests run: 9, Failures: 9, Errors: 9, Skipped: 9' >"$dir/maven.log"
  [ "$(maven_totals <"$dir/maven.log")" = '1773 3 3' ] && [ "$(maven_totals </dev/null)" = '0 0 0' ] || wrong "$(maven_totals <"$dir/maven.log")" || return 1
  ends 0 slowest_classes "$TOOLS/nowhere" && [ ! -s "$TOOLS/said" ] && ends 3 "$SLACKWATER_ROOT/scripts/test.sh" --fast --all && says 'exclude each other' &&
    ends 0 "$SLACKWATER_ROOT/scripts/test.sh" --help && says 'scripts/test.sh --all .*long fault contracts' && says 'N passed, N failed' && says 'Exit codes'
}

# checks_a_policy <java options>: the image checks a policy, with these options of Java.
checks_a_policy() {
  printf 'instance: options\n' | docker run --rm -i --pull never --network none -e SLACKWATER_POLICY_FILE=/dev/stdin -e JAVA_OPTS="$1" "$SLACKWATER_IMAGE" policy check
}
# AOTMode=on makes Java refuse a cache that does not fit.
the_aot_cache_of_the_image_fits_or_is_left_out() {
  ends 0 checks_a_policy '-XX:AOTMode=on -Xmx384m' && ends 1 checks_a_policy '-XX:AOTMode=on -XX:-UseCompactObjectHeaders' || return 1
  ends 0 checks_a_policy '-XX:-UseCompactObjectHeaders' && says 'aot' || return 1
  [ -z "$(checks_a_policy '-XX:-UseCompactObjectHeaders' 2>/dev/null)" ] || wrong "the answer of a command has a warning of Java"
}

# One object per line, from the first line on. Without Docker's socket the start logs warnings, too.
the_log_is_json_on_request() {
  local id
  fresh "$TOOLS/json"
  echo 'instance: json' >"$TOOLS/json/policy.yml"
  id="$(docker run -d --pull never --network none -v "$TOOLS/json:/config:ro" -e SLACKWATER_LOG_FORMAT=json "$SLACKWATER_IMAGE")"
  until_true 120 "the start" has_logged "$id" 'Listening on' || { docker rm -fv "$id" >/dev/null; return 1; }
  docker logs "$id" >"$TOOLS/said" 2>/dev/null
  docker rm -fv "$id" >/dev/null
  jq -es 'length > 2 and all(.timestamp and .level and .loggerName and .message) and any(.level == "WARN")' "$TOOLS/said" >/dev/null &&
    [ "$(wc -l <"$TOOLS/said")" = "$(jq -s length "$TOOLS/said")" ] || wrong "$(cat "$TOOLS/said")"
}
has_logged() { docker logs "$1" 2>&1 | grep -q "$2"; }

tool_tests() {
  local test
  for test in shellcheck_finds_nothing_in_the_scripts setup_knows_the_kinds_of_docker setup_writes_the_settings_of_rootless_docker \
    setup_finds_the_hosts_time_zone setup_keeps_the_secrets_of_the_stack setup_follows_the_policy_until_backrest_starts \
    setup_gives_backrest_the_changed_password setup_checks_the_content_of_the_files setup_creates_the_included_compose_file \
    setup_creates_the_directories_for_restores setup_adds_missing_nginx_files setup_reports_a_users_file_without_users \
    setup_rebuilds_an_image_of_older_sources setup_gives_backrest_its_lost_user test_reports_name_slow_flaky_and_failed_tests \
    management_shows_real_names_and_each_attempt status_shows_ages_sizes_and_colours list_marks_snapshots_that_cannot_be_restored_now list_asks_for_all_pages_of_the_filter files_lists_all_pages_of_a_directory delete_asks_before_it_deletes forget_and_prune_show_their_results \
    status_shows_the_progress_of_running_backups restore_warns_about_a_doubtful_snapshot restore_leaves_tablespaces_out_only_when_asked_to restore_of_roles_needs_no_target restore_in_place_needs_the_phrase_of_its_plan \
    an_incomplete_download_fails_and_leaves_no_file \
    find_lists_each_version_with_its_newest_snapshot \
    table_columns_align_names_with_umlauts verify_shows_damaged_and_missing_snapshots \
    management_trusts_the_certificate_and_shows_each_problem monitoring_rules_are_valid_and_fire \
    monitoring_dashboard_can_be_imported; do
    step "scripts: ${test//_/ }" "$test"
  done
}

# The tests that need images.
setup_tests() {
  local test
  for test in setup_check_changes_nothing setup_creates_all_files_and_can_run_again setup_reports_problems setup_takes_a_certificate \
    setup_adds_slackwater_to_a_stack_and_uninstall_removes_it setup_writes_the_time_zone_into_a_new_policy \
    two_stacks_never_pick_the_same_port the_aot_cache_of_the_image_fits_or_is_left_out the_log_is_json_on_request management_exit_codes_are_as_documented; do
    step "scripts: ${test//_/ }" "$test"
  done
}
