#!/usr/bin/env bash
# Prints the GPUs of this host as the JSON that Spark asks of spark.worker.resource.gpu.discoveryScript and
# spark.executor.resource.gpu.discoveryScript: {"name": "gpu", "addresses": ["0","1"]}
set -euo pipefail

fail() {
  echo "discover-gpus.sh: $1" >&2
  exit 1
}

command -v nvidia-smi >/dev/null || fail 'no nvidia-smi on the PATH: install the NVIDIA driver, or ask for no GPUs'
indices=$(nvidia-smi --query-gpu=index --format=csv,noheader) || fail "nvidia-smi failed: $indices"
indices=$(printf '%s\n' "$indices" | tr -d ' ' | grep -E '^[0-9]+$' || true)
[ -n "$indices" ] || fail 'nvidia-smi lists no GPU'
printf '{"name": "gpu", "addresses": ["%s"]}\n' "$(printf '%s\n' "$indices" | paste -s -d '|' - | sed 's/|/","/g')"
