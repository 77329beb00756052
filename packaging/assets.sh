#!/usr/bin/env bash
# Writes the man page and the completions that archives and packages contain to target/assets/.
# Usage: packaging/assets.sh [COMMAND]; COMMAND is a built copydesk (default: builds one).
set -euo pipefail
cd "$(dirname "$0")/.."

command=${1:-}
if [ -z "$command" ]; then
  cargo build --release --locked --features parquet,mcp,serve
  command=target/release/copydesk
fi
mkdir -p target/assets
"$command" man > target/assets/copydesk.1
"$command" completions bash > target/assets/copydesk.bash
"$command" completions zsh > target/assets/_copydesk
"$command" completions fish > target/assets/copydesk.fish
"$command" completions powershell > target/assets/_copydesk.ps1
