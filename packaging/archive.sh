#!/usr/bin/env bash
# Packs the command that was built for a target, with its man page, completions, licenses and README, into dist/.
# Usage: packaging/archive.sh TARGET
set -euo pipefail
cd "$(dirname "$0")/.."

target=$1
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
name=copydesk-$version-$target
suffix=
case $target in *windows*) suffix=.exe ;; esac
command=target/$target/release/copydesk$suffix
packaging/assets.sh "$command"

folder=target/archive/$name
rm -rf "$folder"
mkdir -p "$folder/man" "$folder/completions" dist
cp "$command" README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT "$folder"
cp target/assets/copydesk.1 "$folder/man"
cp target/assets/copydesk.bash target/assets/_copydesk target/assets/copydesk.fish target/assets/_copydesk.ps1 \
  "$folder/completions"
if [ -n "$suffix" ]; then
  (cd target/archive && 7z a "../../dist/$name.zip" "$name" > /dev/null)
else
  tar -C target/archive --owner=0 --group=0 -czf "dist/$name.tar.gz" "$name"
fi
