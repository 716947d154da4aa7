# shellcheck shell=bash
# Finds or installs restic 0.18 or newer on the PATH of the host, for the tests. Sourced after common.sh.

restic_is_new() { has restic && restic version 2>/dev/null | grep -Eq '^restic (0\.(1[89]|[2-9][0-9])|[1-9])'; }

# Also exports SLACKWATER_RESTIC for the tests.
ensure_restic() {
  set_up_restic
  SLACKWATER_RESTIC="$(command -v restic)"
  export SLACKWATER_RESTIC
}

set_up_restic() {
  local bin="$SLACKWATER_CACHE_DIR/bin" tmp
  has curl || apt_install curl ca-certificates
  if restic_is_new; then return 0; fi
  export PATH="$bin:$PATH"
  if restic_is_new; then return 0; fi
  only_one restic
  if ! [ -x "$bin/restic" ]; then
    log "installing restic"
    tmp="$(mktemp -d)"
    fetch_debs "$tmp" restic
    dpkg-deb -x "$tmp"/restic_*.deb "$tmp/x"
    mkdir -p "$bin"
    install -m 0755 "$tmp/x/usr/bin/restic" "$bin/restic"
    rm -rf "$tmp"
  fi
  let_go
  hash -r
  restic_is_new || die "restic 0.18 or newer is needed, but the version is: $(restic version 2>&1 | head -n 1)"
}
