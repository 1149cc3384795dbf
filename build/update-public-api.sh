#!/usr/bin/env bash
# Writes down what the public API of the SDK's projects has gained since it was last shipped, from what the analyzer finds missing.
# Look at the difference before you commit it. What was shipped is never touched here.
set -euo pipefail
cd "$(dirname "$0")/../sdk"
for project in Tessera.Sdk Tessera.Sdk.Tensors Tessera.Sdk.Testing; do
  file="$project/PublicAPI.Unshipped.txt"
  before=$(mktemp)
  cp "$file" "$before"
  printf '#nullable enable\n' > "$file"
  if log=$(dotnet build "$project" -c Release --no-incremental -p:TreatWarningsAsErrors=false -p:WarningsAsErrors= 2>&1); then
    { printf '#nullable enable\n'; grep -oP "RS0016: Symbol '\K.*(?=' is not part of the declared public API)" <<< "$log" | LC_ALL=C sort -u || true; } > "$file"
    rm "$before"
  else
    mv "$before" "$file"
    printf '%s\n' "$log" | grep -E ': error ' | sort -u >&2
    exit 1
  fi
done
