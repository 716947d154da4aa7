#!/usr/bin/env bash
# As the real one: without WEBUI_SECRET_KEY a key is made in the working directory, outside the data directory.
set -euo pipefail
cd "$(dirname "$0")"
key_file="${WEBUI_SECRET_KEY_FILE:-.webui_secret_key}"
if [ -z "${WEBUI_SECRET_KEY:-}" ]; then
  if [ ! -e "$key_file" ]; then
    echo "Generating WEBUI_SECRET_KEY"
    head -c 12 /dev/random | base64 >"$key_file"
  fi
  WEBUI_SECRET_KEY="$(cat "$key_file")"
  export WEBUI_SECRET_KEY
fi
exec python3 standin.py
