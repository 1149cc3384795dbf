#!/usr/bin/env bash
# Writes down the public API of the SDK's projects anew, from what the analyzer finds missing. Look at the difference before you commit it.
set -euo pipefail
cd "$(dirname "$0")/../sdk"
for project in Tessera.Sdk Tessera.Sdk.Tensors Tessera.Sdk.Testing; do
  printf '#nullable enable\n' > "$project/PublicAPI.Shipped.txt"
  printf '#nullable enable\n' > "$project/PublicAPI.Unshipped.txt"
  found=$(dotnet build "$project" -c Release --no-incremental -p:TreatWarningsAsErrors=false -p:WarningsAsErrors= 2>&1 \
    | grep -oP "RS0016: Symbol '\K.*(?=' is not part of the declared public API)" | LC_ALL=C sort -u || true)
  { printf '#nullable enable\n'; [ -z "$found" ] || printf '%s\n' "$found"; } > "$project/PublicAPI.Unshipped.txt"
done
