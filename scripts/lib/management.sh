# shellcheck shell=bash
# The commands of backrest-management.sh. Sourced by it; needs its options (DIR, URL, TOKEN_FILE, CACERT, JSON, WAIT, TIMEOUT, NAME …).
# Each command prints a table, or with --json the answer of the API, and exits with one of the codes below.

FAILED=1 DEGRADED=2 USAGE=3 UNREACHABLE=4

usage() { printf 'backrest-management: %s. --help shows the commands and options\n' "$1" >&2; exit "$USAGE"; }
fail() { printf 'error: %s\n' "$2" >&2; exit "$1"; }

# shellcheck source=scripts/lib/management-api.sh
. "${BASH_SOURCE[0]%/*}/management-api.sh"
# shellcheck source=scripts/lib/management-doctor.sh
. "${BASH_SOURCE[0]%/*}/management-doctor.sh"
# shellcheck source=scripts/lib/management-snapshots.sh
. "${BASH_SOURCE[0]%/*}/management-snapshots.sh"
# shellcheck source=scripts/lib/management-restore.sh
. "${BASH_SOURCE[0]%/*}/management-restore.sh"

# table <header...>: prints the tab-separated lines of stdin in columns. Colour codes have no width. It uses jq, because mawk counts
# bytes instead of characters.
table() {
  { (IFS=$'\t'; printf '%s\n' "$*"); cat; } | jq -Rrn '
    def width: gsub("\u001b\\[[0-9]*m"; "") | length;
    [inputs | split("\t")] | . as $rows | [range(map(length) | max) as $i | map(.[$i] // "" | width) | max] as $width | $rows[]
    | . as $row | [range($width | length) as $i | $row[$i] // "" | . + " " * ($width[$i] - width)] | join("  ") | sub(" +$"; "")'
}
# names [health of the group backups]: the names of datasets by id, because an id does not contain every character of a name. The health
# group also names gone datasets.
names() {
  local backups datasets
  backups="${1:-$(health_of group/backups 2>/dev/null || true)}"
  datasets="$(ask GET /api/v1/datasets 2>/dev/null | jq -c . 2>/dev/null || true)"
  jq -nc --argjson d "${datasets:-[]}" --argjson b "${backups:-null}" \
    '[($b.checks // [] | .[] | select(.data.name) | {(.name): .data.name}), ($d | .[] | {(.id): .name})] | add // {}' || printf '{}'
}

# Functions that several jq programs share. `named` adds the name of a dataset when its id does not end with the name.
JQ='def named($name): if ($name // "") == "" or endswith("." + ($name | ltrimstr("/") | gsub("/"; "-"))) then . else "\(.) (\($name))" end;
    def of($names): named($names[.]);
    # Names can have control characters, which a terminal would obey.
    def visible: explode | map(if . < 32 or (. >= 127 and . < 160) then 63 else . end) | implode;
    def when: if . then .[0:19] + "Z" else "-" end;
    def alarm: "\(.severity)  " + ("\(.title): \(.detail) \(.remedy)" | gsub("\\s*\\n\\s*"; " "));
    def sentence: (.[0:1] | ascii_upcase) + .[1:] | if . == "" or test("[.?!…]$") then . else . + "." end;
    # Uncovered data raises its alarm after a delay; here it counts at once.
    def with_uncovered($coverage): map(.key) as $known | . + [$coverage.uncovered[] | select(.severity == "ALARM") |
      select("coverage:\(.subject)" | IN($known[]) | not) |
      {key: "coverage:\(.subject)", severity: "warning", title: "Not protected: \(.subject)", detail: (.reason | sentence), remedy: (.remedy | sentence)}];
    # Selects the checks that are down and without a raised alarm about the same thing.
    def silent($alarms): select(.status == "DOWN" and .data.reason) | .name as $name |
      select([$alarms[].key | split(":") | if .[0] == "repository" then "repository \(.[1])" elif .[0] == "policy" then "policy" else .[1] end] | index($name) | not);
    # Rounds as the page does.
    def short: if . < 100 then . * 10 | round | "\(. / 10 | floor).\(. % 10)" else "\(round)" end;
    def size: if . == null or . < 0 then "-" elif . < 1024 then "\(.) B"
      else [., 0] | until(.[0] < 1024 or .[1] == 5; [.[0] / 1024, .[1] + 1]) | "\(.[0] | short) \(["B", "KiB", "MiB", "GiB", "TiB", "PiB"][.[1]])" end;
    def progress: "being backed up: \(.state | ascii_downcase)"
      + (if .bytes then ", \(.bytes | size)" else "" end) + (if .freezeEstimateSeconds > 0 then ", pause of about \(.freezeEstimateSeconds * 10 | round / 10) s" else "" end);
    def age: if . == null then "-" else (now - (.[0:19] + "Z" | fromdateiso8601)) as $s | if $s < -300 then "in the future"
      elif $s < 60 then "now" elif $s < 5400 then "\($s / 60 | floor) min" elif $s < 172800 then "\($s / 3600 | floor) h" else "\($s / 86400 | floor) d" end end;
    def freeze: if .lastFreezeSeconds then "\(.lastFreezeSeconds * 10 | round / 10) s (\(.lastFreezeEstimateSeconds * 10 | round / 10) s)" else "-" end;
    def paint($colour; $code): if $colour then "\u001b[\($code)m\(.)\u001b[0m" else . end;'

# Whether stdout is a terminal with colours, and NO_COLOR is not set (https://no-color.org).
shows_colours() { [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; }

command_status() {
  local backups alarms coverage datasets running='' colour=false code=0
  if shows_colours; then colour=true; fi
  backups="$(health_of group/backups)" || code=$?
  if [ "$code" != 0 ] && [ "$code" != "$NOT_SHOWN" ]; then exit "$code"; fi
  alarms="$(ask GET /api/v1/alarms)" || exit
  if [ "$code" = "$NOT_SHOWN" ]; then backups="$(backups_by_api "$alarms")" || exit; fi
  coverage="$(ask GET /api/v1/coverage)" || exit
  if [ -n "$JSON" ]; then jq -n --argjson b "$backups" --argjson a "$alarms" --argjson c "$coverage" '{backups:$b,alarms:$a,coverage:$c}'; else
    # Health has no notes and no pauses. A running backup shows its progress, a fresh dataset its note. A reason that an alarm below repeats
    # is not shown.
    datasets="$(ask GET /api/v1/datasets 2>/dev/null | jq -c 'map({(.id): .}) | add' 2>/dev/null || true)"
    if jq -e 'any(.[]?; .running)' <<<"${datasets:-null}" >/dev/null; then
      running="$(ask GET '/api/v1/runs?limit=1000' 2>/dev/null | jq -c 'map(select(.ended | not) | {(.dataset): .}) | add' || true)"
    fi
    jq -r --argjson running "${running:-null}" --argjson names "$(names "$backups")" --argjson datasets "${datasets:-null}" --argjson colour "$colour" --argjson alarms "$alarms" "$JQ"' .checks[] | select(.data.state) |
      .name as $name | ($datasets[$name] // {}) as $is | (if .status == "UP" then 32 else 31 end) as $code |
      [(.name | of($names)), .status, (.data.state | paint($colour; $code)), (.data.newest | age), ($is.lastBytes // .data.bytes | size), ($is | freeze), .data.plan,
        (if $running[$name] then $running[$name] | progress
         elif .status == "UP" and .data.state == "fresh" then $is.note
         elif .data.state == "fresh" then "no further backup: see the alarm about its label"
         elif any($alarms[]; .key == "stale:\($name)") then "see its alarm"
         elif $is.workload and any($alarms[]; .key == "workload:\($is.workload)") then "see the alarm of its workload"
         elif .data.state == "not-restorable" and any($alarms[]; .key | startswith("repository:")) then "see the alarm of its repository"
         else .data.reason end)] | @tsv' <<<"$backups" |
      table DATASET UP STATE AGE SIZE FREEZE PLAN REASON
    jq -r --argjson alarms "$alarms" "$JQ"' .checks[] | select(.data.state | not) | silent($alarms) | .data.reason | gsub("\\s*\\n\\s*"; " ")' <<<"$backups"
    jq -r --argjson c "$coverage" --argjson colour "$colour" "$JQ"' with_uncovered($c) | .[] |
      (if .severity == "critical" then 31 else 33 end) as $code | .severity |= paint($colour; $code) | alarm' <<<"$alarms"
  fi
  [ "$(jq -r .status <<<"$backups")" = UP ] && [ "$(jq --argjson c "$coverage" "$JQ"' with_uncovered($c) | length' <<<"$alarms")" = 0 ] || exit "$DEGRADED"
}

# chosen <name>: the body of a run request. The name is a dataset, a workload or a plan; without a name, everything is backed up.
chosen() {
  local datasets plans said code=0
  if [ -z "$1" ]; then printf '{"all":true}'; return 0; fi
  datasets="$(ask GET /api/v1/datasets)" || return
  jq -ce --arg n "$1" 'if any(.id == $n) then {dataset:$n} elif any(.workload == $n) then {workload:$n} elif any(.plan == $n) then {plan:$n} else empty end' <<<"$datasets" && return
  plans="$(ask GET /api/v1/schedule)" || return
  jq -e --arg n "$1" 'all(.name != $n)' <<<"$plans" >/dev/null || { printf 'error: plan %s has no datasets. Nothing was backed up. %s coverage shows containers with a wrong label\n' "$1" "$TOOL" >&2; return "$FAILED"; }
  # For a former id, the error names the new id; for a dataset with a wrong label, the label.
  said="$(ask GET "/api/v1/datasets/$(jq -rn --arg d "$1" '$d | @uri')" 2>&1 >/dev/null)" || code=$?
  printf '%s\n' "$said" >&2
  [ "$code" = "$USAGE" ] || return "$code"
  case "$said" in *'it is called'*) return "$USAGE" ;; esac
  printf 'It is no workload or plan either. Known names: %s\n' "$(jq -r '[.[] | .id, .workload, .plan] | unique | join(", ")' <<<"$datasets")" >&2
  return "$USAGE"
}

command_backup() {
  local request runs run state answers=() worst=0 deadline=$((SECONDS + TIMEOUT))
  request="$(chosen "$NAME")" || exit
  runs="$(ask POST /api/v1/runs "$request")" || exit
  if jq -e '.leftOut | length > 0' <<<"$runs" >/dev/null; then
    jq -r '.leftOut[] | "left out  \(.workload): \(.reason)"' <<<"$runs" >&2
    worst=$DEGRADED
  fi
  if [ -z "$WAIT" ]; then
    if [ -n "$JSON" ]; then printf '%s\n' "$runs"; else jq -r '.runs[] | "started  \(.)"' <<<"$runs"; fi
    return 0
  fi
  while read -r -u 3 run; do
    while :; do
      state="$(ask GET "/api/v1/runs/$run")" || exit
      if is_over "$state"; then break; fi
      [ "$SECONDS" -lt "$deadline" ] || fail "$FAILED" "run $run of $(jq -r .dataset <<<"$state") is still $(jq -r .state <<<"$state") after $TIMEOUT s. The run continues; see $TOOL logs $run"
      sleep 1
    done
    answers+=("$state")
    case "$(jq -r .state <<<"$state")" in
      SUCCEEDED) ;;
      FAILED) worst=$FAILED ;;
      *) if [ "$worst" = 0 ]; then worst=$DEGRADED; fi ;;
    esac
  done 3< <(jq -r '.runs[]' <<<"$runs")
  if [ -n "$JSON" ]; then printf '%s\n' "${answers[@]}" | jq -s .; else printf '%s\n' "${answers[@]}" | jq -s . | show_runs; fi
  exit "$worst"
}
is_over() { case "$(jq -r .state <<<"$1")" in SUCCEEDED | FAILED | UNVERIFIED | CANCELLED) ;; *) return 1 ;; esac; }
# One fact per line, then the earlier attempts.
show_run() {
  jq -r "$JQ"' . as $run | def fact($name; $value): select($value != null and $value != "") | "\($name)\($value)";
    fact("run        "; .id), fact("dataset    "; .dataset), fact("plan       "; .plan),
    fact("state      "; .state + (if .attempt > 1 then ", attempt \(.attempt)" else "" end)), fact("trigger    "; .trigger),
    fact("queued     "; .queued | when), (select(.started) | fact("started    "; .started | when)), (select(.ended) | fact("ended      "; .ended | when)),
    fact("took       "; "\(.seconds * 10 | round / 10) s"), (select(.bytes) | fact("size       "; .bytes | size)), (select(.added) | fact("new data   "; .added | size)),
    (select((.frozenSeconds // 0) > 0) | fact("pause      "; "\(.frozenSeconds * 10 | round / 10) s, expected \(.freezeEstimateSeconds * 10 | round / 10) s")),
    fact("snapshot   "; .snapshot), fact("engine     "; .engine), fact("cause      "; .cause), fact("message    "; .message),
    (select(.damaged) | fact("damaged    "; "its snapshot was found damaged at \(.damaged | when)")),
    (.earlier // [] | .[] | "attempt \(.attempt)  \(.cause): \(.reason)")'
}
show_runs() {
  # MESSAGE has the reason of every attempt, the last attempt first.
  jq -r --argjson names "$(names)" "$JQ"' .[] | [(.dataset | of($names)), .state, (.started | when), "\(.seconds * 10 | round / 10) s", (.bytes | size), (.snapshot // "-" | .[0:8]), (.engine // "-"), .id,
    ([(.damaged // empty | "ITS SNAPSHOT WAS FOUND DAMAGED at \(when)"), .message] + (.message as $last | .earlier // []
      | reduce .[] as $one ([]; if length > 0 and .[-1].reason == $one.reason then .[-1].to = $one.attempt
          else . + [{from: $one.attempt, to: $one.attempt, reason: $one.reason}] end)
      | reverse | map((if .from == .to then "attempt \(.from): " else "attempts \(.from)-\(.to): " end)
          + (if .reason == $last then "the same" else .reason end))) | map(select(. != "")) | join("; "))] | @tsv' |
    table DATASET STATE STARTED TOOK SIZE SNAPSHOT ENGINE RUN MESSAGE
}

# header <name> <file with the headers>
header() { tr -d '\r' <"$2" | sed -n "s/^$1: *//Ip" | tail -n 1; }
# require_whole <file> <length> <sha256>: deletes a download that was cut off or changed on its way.
require_whole() {
  local length hash
  length="$(wc -c <"$1")" hash="$(sha256sum <"$1")"
  if [ "$length" = "$2" ] && [ "${hash%% *}" = "$3" ]; then return 0; fi
  rm -f "$1"
  if [ "$length" != "$2" ]; then fail "$FAILED" "the download was cut off: $length of ${2:-an unknown number of} bytes arrived. Try again"; fi
  fail "$FAILED" "the download was changed on its way: its SHA-256 is ${hash%% *}, but Slackwater sent ${3:-none}. Try again"
}

warn() { [ -z "$1" ] || printf 'warning: %s\n' "$1" >&2; }

command_restore() {
  local target request state answer
  if [ -n "$RECOVER" ]; then restore_recover; return; fi
  if [ -n "$IN_PLACE" ]; then restore_in_place; return; fi
  case "${TARGETS[0]:-database}" in
    database) target="$(jq -nc --arg n "${TARGETS[1]:-}" --arg no "$NO_TABLESPACES" '{kind:"database",database:$n} + if $no == "" then {} else {tablespaces:false} end')" ;;
    volume) target="$(jq -nc --arg n "${TARGETS[1]}" '{kind:"volume",volume:$n}')" ;;
    path) target="$(jq -nc --arg n "${TARGETS[1]}" '{kind:"directory",path:$n}')" ;;
    download) target="$(jq -nc --arg f "$FILE" '{kind:"download"} + if $f == "" then {} else {path:$f} end')" ;;
  esac
  request="$(jq -nc --arg d "$NAME" --arg s "$SNAPSHOT" --arg a "$AT" --arg w "$WORKLOAD" --argjson t "$target" \
    '{dataset:$d} + if $a != "" then {at:$a} elif $s != "" then {snapshot:$s} else {} end + {target:($t + if $w == "" then {} else {workload:$w} end)}')"
  if [ "${TARGETS[0]:-}" = download ]; then
    [ ! -e "${TARGETS[1]}" ] || fail "$USAGE" "the file ${TARGETS[1]} exists already. Name another file"
    # Downloads into FILE.part first, so that FILE is always complete.
    answer="$(mktemp)"
    (umask 077; ASK_SECONDS="$TIMEOUT" ask POST /api/v1/restores "$request" "${TARGETS[1]}.part" "$answer") || { state=$?; rm -f "$answer"; exit "$state"; }
    warn "$(header slackwater-warning "$answer")"
    require_whole "${TARGETS[1]}.part" "$(header content-length "$answer")" "$(header slackwater-sha256 "$answer")"
    rm -f "$answer"
    mv "${TARGETS[1]}.part" "${TARGETS[1]}"
    if [ -n "$JSON" ]; then jq -n --arg f "${TARGETS[1]}" '{state:"SUCCEEDED",target:$f}'; else printf 'restored to %s\n' "${TARGETS[1]}"; fi
    return 0
  fi
  answer="$(ask POST /api/v1/restores "$request")" || exit
  # Before the end of the restore: the user may prefer another snapshot.
  warn "$(jq -r '.warning // empty' <<<"$answer")"
  end_of_restore "$(jq -r .id <<<"$answer")"
}

# end_of_restore <id>: waits for the end, shows it, and ends with its exit code.
end_of_restore() {
  local state step='' now
  while :; do
    state="$(ask GET "/api/v1/restores/$1")" || exit
    if [ "$(jq -r .state <<<"$state")" != RUNNING ]; then break; fi
    now="$(jq -r .step <<<"$state")"
    if [ -n "$IN_PLACE" ] && [ "$now" != "$step" ]; then step="$now"; printf '%s\n' "$(step_words "$step")" >&2; fi
    sleep 1
  done
  if [ -n "$JSON" ]; then printf '%s\n' "$state"; else jq -r '"\(.state)  \(.target)  \(.message)"' <<<"$state"; fi
  [ "$(jq -r .state <<<"$state")" = SUCCEEDED ] || exit "$FAILED"
}

command_verify() {
  local all
  all="$(ask GET /api/v1/verdicts | jq -c --arg n "$NAME" 'map(select($n == "" or .dataset == $n))')" || exit
  if [ -n "$NAME" ] && [ "$all" = '[]' ]; then ask GET "/api/v1/datasets/$(jq -rn --arg d "$NAME" '$d | @uri')" >/dev/null || exit; fi
  [ "$all" != '[]' ] || fail "$USAGE" "${NAME:+dataset $NAME: }there is no backup yet. See $TOOL status"
  if [ -n "$JSON" ]; then jq . <<<"$all"; else
    jq -r "$JQ"' .[] | .name as $name | [(.dataset | named($name)), .verdict, (.ended | when), (.snapshot // "-" | .[0:8]), (.data | when), (.message | gsub("\\s+"; " "))] | @tsv' <<<"$all" |
      table DATASET VERDICT ENDED VERIFIED "DATA OF" MESSAGE
  fi
  if jq -e 'any(.level == "FAILED")' <<<"$all" >/dev/null; then exit "$FAILED"; fi
  if jq -e 'any(.level != "OK")' <<<"$all" >/dev/null; then exit "$DEGRADED"; fi
}

command_check() {
  local state how alarm deadline=$((SECONDS + TIMEOUT))
  ask POST "/api/v1/repositories/$(jq -rn --arg r "$NAME" '$r | @uri')/check" || exit
  if [ -z "$WAIT" ]; then
    if [ -n "$JSON" ]; then jq -n --arg r "$NAME" '{checking:$r}'; else printf 'started  the check of repository %s\n' "$NAME"; fi
    return 0
  fi
  while :; do
    state="$(ask GET /api/v1/repositories | jq -c --arg r "$NAME" '.[] | select(.id == $r)')" || exit
    how="$(jq -r '.check // empty' <<<"$state")"
    if [ "$how" != RUNNING ]; then break; fi
    [ "$SECONDS" -lt "$deadline" ] || fail "$FAILED" "the check of repository $NAME still runs after $TIMEOUT s. The check continues"
    sleep 1
  done
  alarm="$(jq -r '.alarm // empty' <<<"$state")"
  if [ -n "$JSON" ]; then printf '%s\n' "$state"; else printf '%s  repository %s%s\n' "${how:-UNKNOWN}" "$NAME" "${alarm:+: $alarm}"; fi
  [ "$how" = GOOD ] || exit "$FAILED"
  [ -z "$alarm" ] || exit "$DEGRADED"
}

command_logs() {
  local answer query=''
  case "$NAME" in
    '') ;;
    *)
      if answer="$(ask GET "/api/v1/runs/$(jq -rn --arg r "$NAME" '$r | @uri')" 2>/dev/null)"; then
        if [ -n "$JSON" ]; then printf '%s\n' "$answer"; else show_run <<<"$answer"; fi
        return 0
      fi
      query="&dataset=$(jq -rn --arg d "$NAME" '$d | @uri')"
      ;;
  esac
  answer="$(ask GET "/api/v1/runs?limit=50$query")" || exit
  if [ -n "$NAME" ] && [ "$answer" = '[]' ]; then fail "$USAGE" "there is no run or dataset $NAME, or the dataset has no run yet"; fi
  if [ -n "$JSON" ]; then printf '%s\n' "$answer"; else show_runs <<<"$answer"; fi
}

command_acknowledge() {
  ask POST "/api/v1/datasets/$(jq -rn --arg d "$NAME" '$d | @uri')/acknowledge" || exit
  if [ -n "$JSON" ]; then jq -n --arg d "$NAME" '{acknowledged:$d}'; else printf 'acknowledged  %s: its present state is accepted\n' "$NAME"; fi
}

command_schedule() {
  local answer
  answer="$(ask GET /api/v1/schedule)" || exit
  if [ -n "$JSON" ]; then printf '%s\n' "$answer"; return 0; fi
  jq -r "$JQ"' .[] | [.task, .name, .schedule, (.next | when), (.lastStarted | when)] | @tsv' <<<"$answer" | table TASK NAME SCHEDULE NEXT LAST
}

# Lists the raised alarms, or acknowledges one.
command_alarms() {
  local answer verb=POST key="${WORDS[2]:-}"
  if [ -z "$NAME" ]; then
    answer="$(ask GET /api/v1/alarms)" || exit
    if [ -n "$JSON" ]; then printf '%s\n' "$answer"; return 0; fi
    if [ "$answer" = '[]' ]; then printf 'no alarm is raised\n'; return 0; fi
    # Keys can have blanks; quoted, they can be copied.
    jq -r "$JQ"' .[] | "\(.key | @sh)  \(alarm)" + (if .acknowledgedBy then " (acknowledged by \(.acknowledgedBy))" else "" end)' <<<"$answer"
    return 0
  fi
  if [ "$NAME" = unacknowledge ]; then verb=DELETE; fi
  ask "$verb" "/api/v1/alarms/$(jq -rn --arg k "$key" '$k | @uri')/acknowledge" || exit
  if [ -n "$JSON" ]; then jq -n --arg k "$key" --arg w "${NAME}d" '{($w):$k}'; else printf '%sd  %s\n' "$NAME" "$key"; fi
}

# Lists the channels, or sends a test message to one or to each.
command_alerts() {
  local channels one answer tested=0 bad=0
  channels="$(ask GET /api/v1/alerts/channels)" || exit
  if [ -z "$NAME" ]; then
    if [ -n "$JSON" ]; then printf '%s\n' "$channels"; else
      jq -r "$JQ"' .[] | [.name, .type, (.lastSent | when), (.waiting | tostring), (if .failing then .lastFailure else "" end)] | @tsv' <<<"$channels" |
        table CHANNEL TYPE "LAST SENT" WAITING FAILURE
      if [ "$channels" = '[]' ]; then echo "no channels: add alerts.channels to the policy (docs/status-and-alarms.md)"; fi
    fi
    jq -e 'all(.failing == null)' <<<"$channels" >/dev/null || exit "$DEGRADED"
    return 0
  fi
  for one in $(if [ -n "${WORDS[2]:-}" ]; then printf '%s' "${WORDS[2]}"; else jq -r '.[].name' <<<"$channels"; fi); do
    tested=$((tested + 1))
    # ask prints why the receiver did not accept the message.
    if answer="$(ask POST "/api/v1/alerts/channels/$(jq -rn --arg c "$one" '$c | @uri')/test")"; then
      if [ -n "$JSON" ]; then jq -n --arg c "$one" '{tested:$c}'; else printf 'accepted  channel %s\n' "$one"; fi
    else
      bad=$?
    fi
  done
  [ "$tested" -gt 0 ] || fail "$FAILED" "the policy has no channels: add alerts.channels (docs/status-and-alarms.md)"
  [ "$bad" = 0 ] || exit "$bad"
}

command_coverage() {
  local answer
  answer="$(ask GET /api/v1/coverage)" || exit
  if [ -n "$JSON" ]; then printf '%s\n' "$answer"; else
    if jq -e '.alarms > 0' <<<"$answer" >/dev/null; then
      jq -r '.uncovered[] | select(.severity == "ALARM") | [.subject, .reason, .remedy] | @tsv' <<<"$answer" | table "NOT PROTECTED" REASON REMEDY
    fi
    # A note needs no remedy most of the time. Notes with the same reason share a line.
    jq -r '[.uncovered[] | select(.severity != "ALARM")] | select(length > 0) | "", "Not backed up for a known reason (\(length)):",
      (group_by([.reason, .remedy]) | sort_by(-length) | .[] |
        "  " + (map(.subject) | join(", ")) + ": " + .[0].reason + (if .[0].remedy | test("^nothing\\.?$"; "i") then "" else " " + .[0].remedy end)), ""' <<<"$answer"
    jq -r '"\(.datasets) datasets are protected. \(.alarms) alarms about unprotected data."' <<<"$answer"
  fi
  [ "$(jq .alarms <<<"$answer")" = 0 ] || exit "$DEGRADED"
}

command_audit() {
  local query='' page all='[]' since
  if [ "$NAME" = verify ]; then audit_verify; return; fi
  if [ -n "$ACTOR" ]; then query+="&actor=$(jq -rn --arg v "$ACTOR" '$v | @uri')"; fi
  if [ -n "$ACTION" ]; then query+="&action=$(jq -rn --arg v "$ACTION" '$v | @uri')"; fi
  if [ -z "$SINCE" ]; then all="$(ask GET "/api/v1/audit?limit=100$query")" || exit; else
    since="$(since_time "$SINCE")" || usage "--since $SINCE is no time: give 24h, 7d or 2026-11-24"
    query+="&from=$since&limit=1000"
    page="$(ask GET "/api/v1/audit?$query")" || exit
    while :; do
      all="$(jq -c --slurpfile p <(printf '%s' "$page") '. + $p[0]' <<<"$all")"
      [ "$(jq length <<<"$page")" = 1000 ] || break
      page="$(ask GET "/api/v1/audit?$query&before=$(jq '.[-1].seq' <<<"$page")")" || exit
    done
  fi
  if [ -n "$JSON" ]; then jq . <<<"$all"; else
    jq -r "$JQ"' .[] | [(.at | when), .actor, .action, .subject, .detail] | @tsv' <<<"$all" | table TIME ACTOR ACTION SUBJECT DETAIL
  fi
}
# since_time <time>: an age such as 24h, or what date understands, in the form of the API.
since_time() {
  case "$1" in
    *[!0-9]*[mhd] | [mhd]) return 1 ;;
    *[0-9]m) date -u -d "${1%m} minutes ago" +%FT%TZ ;;
    *[0-9]h) date -u -d "${1%h} hours ago" +%FT%TZ ;;
    *[0-9]d) date -u -d "${1%d} days ago" +%FT%TZ ;;
    *) date -u -d "$1" +%FT%TZ 2>/dev/null ;;
  esac
}
audit_verify() {
  local answer
  answer="$(ASK_SECONDS="$TIMEOUT" ask POST /api/v1/audit/chain)" || exit
  if [ -n "$JSON" ]; then printf '%s\n' "$answer"; else
    jq -r "$JQ"' if .state == "VERIFIED" then "VERIFIED  all \(.entries) entries are as they were written"
      else "\(.state)  at entry \(.seq) of \(.at | when): \(.reason)" end' <<<"$answer"
  fi
  [ "$(jq -r .state <<<"$answer")" = VERIFIED ] || exit "$FAILED"
}

command_health() {
  local one answer all='{}' bad=0 code
  for one in live ready group/backups; do
    code=0
    answer="$(health_of "$one")" || code=$?
    if [ "$code" = "$NOT_SHOWN" ]; then fail "$UNREACHABLE" "$(not_shown). The command status works here"; fi
    [ "$code" = 0 ] || exit "$code"
    all="$(jq -c --arg k "${one#group/}" --argjson v "$answer" '. + {($k): $v}' <<<"$all")"
    [ "$(jq -r .status <<<"$answer")" = UP ] || bad=1
  done
  if [ -n "$JSON" ]; then jq . <<<"$all"; else
    jq -r 'to_entries[] | [.key, .value.status, (.key as $k | [.value.checks[] | select(.status == "DOWN") | if .name == $k then .data.reason // empty else .name end] | join(", "))] | @tsv' <<<"$all" | table CHECK STATUS DOWN
  fi
  if [ "$bad" = 1 ]; then exit "$DEGRADED"; fi
}
