# shellcheck shell=bash
# Tests of docs/monitoring, with promtool and with a real Prometheus on a running stack. Sourced after common.sh, api.sh, door.sh, tools.sh
# and pages.sh, which have what they share. Each function is one test and logs its failure.

MONITORING="$SLACKWATER_ROOT/docs/monitoring"

# ensure_prometheus: puts prometheus and promtool on the PATH. Debian's packages would start a server, so only the programs are taken.
ensure_prometheus() {
  local bin="$SLACKWATER_CACHE_DIR/bin" tmp deb
  export PATH="$bin:$PATH"
  if has prometheus && has promtool; then return 0; fi
  only_one prometheus
  if ! [ -x "$bin/promtool" ]; then
    log "installing prometheus"
    tmp="$(mktemp -d)"
    fetch_debs "$tmp" prometheus promtool
    for deb in "$tmp"/*.deb; do dpkg-deb -x "$deb" "$tmp/x"; done
    mkdir -p "$bin"
    install -m 0755 "$tmp/x/usr/bin/prometheus" "$tmp/x/usr/bin/promtool" "$bin/"
    rm -rf "$tmp"
  fi
  let_go
  hash -r
}

# ------------------------------------------------------------------ without a stack

monitoring_rules_are_valid_and_fire() {
  local rule
  STACK="$SLACKWATER_ROOT" PROJECT=shop follow docs/monitoring/README.md rules && ends 0 promtool check config "$MONITORING/prometheus.yml" || return 1
  while read -r rule; do
    grep -q "alertname: $rule\$" "$MONITORING/slackwater.rules.test.yml" && grep -q "^| \`$rule\` |" "$MONITORING/README.md" || wrong "no test or no description of the rule $rule" || return 1
  done < <(sed -n 's/^ *- alert: //p' "$MONITORING/slackwater.rules.yml")
}

# Grafana itself is not available. The file must have what Grafana 10 needs to import it.
monitoring_dashboard_can_be_imported() {
  jq -e '.uid and .title and .schemaVersion == 39 and .id == null' "$MONITORING/dashboard.json" >/dev/null || wrong "the dashboard lacks a field" || return 1
  [ -z "$(jq -r '.panels | group_by(.id)[] | select(length > 1)[].title' "$MONITORING/dashboard.json")" ] || wrong "two panels have the same id" || return 1
  [ -z "$(jq -r '[.panels[].gridPos] | to_entries as $all | $all[] as $a | $all[] | select(.key > $a.key) | .value as $b | $a.value |
      select(.x < $b.x + $b.w and $b.x < .x + .w and .y < $b.y + $b.h and $b.y < .y + .h)' "$MONITORING/dashboard.json")" ] || wrong "two panels overlap" || return 1
  jq -e 'all(.. | .datasource? // empty | objects; .uid == "${datasource}")' "$MONITORING/dashboard.json" >/dev/null || wrong "a panel names a data source of its own"
}

# ------------------------------------------------------------------ with a stack

# asked <query>: the series that Prometheus answers.
asked() { curl --noproxy '*' -sS -m 30 -G --data-urlencode "query=$1" "$PROMETHEUS/api/v1/query" | jq -ce 'if .status == "success" then .data.result else error(.error) end'; }

# scraped <times>: whether Prometheus has read the metrics so often. A rate needs two samples.
scraped() { asked "min(count_over_time(slackwater_backup_up[5m])) >= $1" 2>/dev/null | jq -e 'length > 0' >/dev/null; }

# finds <where> <query> [label...]: whether Prometheus can evaluate the query, each of its selectors finds series, and these have the labels.
finds() {
  local where="$1" query="$2" selector series='' label
  shift 2
  asked "$query" >/dev/null 2>"$TOOLS/refused" || wrong "$where: Prometheus refuses $query: $(cat "$TOOLS/refused")" || return 1
  while read -r selector; do
    series+="$(asked "$selector")"
    [ "${series: -2}" != '[]' ] || wrong "$where: no series answers $selector" || return 1
  done < <(grep -oE '\b(slackwater_[a-z_]+|up)\b(\{[^}]*\})?' <<<"$query")
  [ -n "$series" ] || wrong "$where: $query has no selector" || return 1
  for label; do
    jq -se --arg name "$label" 'add | any(.metric | has($name))' <<<"$series" >/dev/null || wrong "$where: no series of $query has the label $label" || return 1
  done
}

# The queries of dashboard and rules, one JSON array per line: where, query, labels.
dashboard_queries() {
  jq -c 'def plain: gsub("\\$(instance|dataset)"; ".*"); def by: [scan("by \\(([^)]*)\\)")[] | splits(", *")];
    (.panels[] | .title as $title | (.targets // [])[] | [$title, (.expr | plain)] + ((.expr | by) + [.legendFormat | scan("{{ *(\\w+) *}}")[]])),
    (.templating.list[] | select(.type == "query") | .name as $name | .definition | capture("label_values\\((?<query>.*), (?<label>\\w+)\\)") | [$name, (.query | plain), .label])' \
    "$MONITORING/dashboard.json"
}
rule_queries() {
  curl --noproxy '*' -sS -m 30 "$PROMETHEUS/api/v1/rules" | jq -c '.data.groups[].rules[] |
    [.name, .query] + [.query | scan("by \\(([^)]*)\\)")[] | splits(", *")] + [.annotations[] | scan("\\$labels\\.(\\w+)")[]]'
}

prometheus_answers_every_query() {
  local config="$TOOLS/prometheus.yml" port query ok=1 found=0 arguments
  for port in $(seq 19090 19189); do if port_is_free "$port"; then break; fi; done
  PROMETHEUS="http://127.0.0.1:$port"
  { printf 'global: { evaluation_interval: 1s }\n'; sed "s,slackwater:8080,${API_URL#http://},; s,slackwater\.rules\.yml,$MONITORING/&,; s,scrape_interval: .*,scrape_interval: 1s," "$MONITORING/prometheus.yml"; } >"$config"
  fresh "$TOOLS/prometheus"
  prometheus --config.file="$config" --storage.tsdb.path="$TOOLS/prometheus" --web.listen-address="127.0.0.1:$port" --log.level=warn >"$TOOLS/prometheus.log" 2>&1 &
  local pid=$!
  if until_true 60 "Prometheus" scraped 3; then
    # What the test must refuse.
    if finds test 'slackwater_nothing' 2>/dev/null || finds test 'sum(slackwater_alarms{source="nothing"})' 2>/dev/null || finds test 'slackwater_alarms' nothing 2>/dev/null; then
      wrong "the test accepts an unknown metric or label" || ok=
    fi
    while read -r query; do
      mapfile -t arguments < <(jq -r '.[]' <<<"$query")
      finds "${arguments[@]}" || ok=
      found=$((found + 1))
    done < <(dashboard_queries; rule_queries)
    [ "$found" -ge 40 ] || wrong "only $found queries were found" || ok=
  else
    wrong "$(tail -n 5 "$TOOLS/prometheus.log")" || ok=
  fi
  kill "$pid"
  wait "$pid" || true
  [ -n "$ok" ]
}

# The types of counters are listed without _total.
metrics_are_those_of_the_page() {
  local page="$TOOLS/metrics.page" real="$TOOLS/metrics.real"
  follow docs/monitoring/README.md metrics && says '^slackwater_backup_up{' || return 1
  sed -n '/^## Metrics/,/^## Alarms/p' "$SLACKWATER_ROOT/docs/status-and-alarms.md" | sed -n 's/^| \(`.*`\) |.*|.*|$/\1/p' | cut -d'|' -f1 | grep -o 'slackwater_[a-z_]*' | sed 's/_total$//' | LC_ALL=C sort -u >"$page"
  curl --noproxy '*' -fsS -m 30 "$API_URL/q/metrics" | sed -n 's/^# TYPE \(slackwater_[a-z_]*\) .*/\1/p' | grep -v '_seconds_max$' | sed 's/_total$//' | LC_ALL=C sort -u >"$real"
  diff "$page" "$real" >"$TOOLS/said" || wrong "the page and the metrics differ (<: only on the page): $(grep '^[<>]' "$TOOLS/said")"
}

counts_deliveries() { curl --noproxy '*' -fsS -m 30 "$API_URL/q/metrics" | grep -q '^slackwater_alert_delivery_failures_total{channel="unused"'; }

# The policy gets a channel, because the counter of failed deliveries has a series for each. The channel receives no alarm of the stack.
monitoring_tests() {
  local test policy="$STACK/backrest-config/policy.yml"
  cp "$policy" "$TOOLS/policy.before"
  echo 'alerts: { channels: { unused: { type: webhook, url: "http://127.0.0.1:9/", severity: critical, sources: [audit] } } }' >>"$policy"
  until_true 60 "the counter of the channel" counts_deliveries || true
  for test in prometheus_answers_every_query metrics_are_those_of_the_page; do step "monitoring: ${test//_/ }" "$test"; done
  cat "$TOOLS/policy.before" >"$policy"
}
