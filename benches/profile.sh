#!/usr/bin/env bash
# Counts the instructions per input byte of the whole pipeline, and of each stage, with callgrind.
#
# Usage: benches/profile.sh FOLDER [PROFILE]
#   FOLDER   pages (.html, .html.gz), or plain text (.txt)
#   PROFILE  cargo profile to build with; default: quick. Stages are recognized by their functions, which fat LTO may
#            inline.
set -eu
cd "$(dirname "$0")/.."
folder=$(realpath "${1:?usage: benches/profile.sh FOLDER [PROFILE]}")
profile=${2:-quick}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
# Small functions must be inlined as in a release build.
upper=$(printf %s "$profile" | tr a-z A-Z)
export "CARGO_PROFILE_${upper}_CODEGEN_UNITS=1"
bench=$(cargo bench -q --features lab --profile "$profile" --bench stages --no-run --message-format json \
    | sed -n 's/.*"executable":"\([^"]*stages-[^"]*\)".*/\1/p' | tail -1)
bytes=$(find "$folder" \( -name '*.html' -o -name '*.txt' \) -exec cat {} + | wc -c)
bytes=$((bytes + $(find "$folder" -name '*.html.gz' -exec zcat {} + | wc -c)))
COPYDESK_CORPUS=$folder valgrind --tool=callgrind --callgrind-out-file="$out/line" \
    --toggle-collect='copydesk::pipeline::run' "$bench" --bench --sample-count 1 --sample-size 1 \
    --exact stages::whole_pipeline > "$out/log" 2>&1 || { cat "$out/log"; exit 1; }
callgrind_annotate --inclusive=yes --threshold=100 "$out/line" > "$out/inclusive" 2> "$out/log"
awk -v bytes="$bytes" '
    function count(s) { gsub(/,/, "", s); return s + 0 }
    /PROGRAM TOTALS/ { total = count($1); printf "%-40s %8.2f instructions per byte of %d\n", "whole pipeline", total / bytes, bytes }
    {
        for (i = 1; i <= n; i++) if (!(i in seen) && index($0, "copydesk::" path[i]) ) {
            seen[i] = 1
            printf "%-40s %8.2f %5.1f %%\n", path[i], count($1) / bytes, 100 * count($1) / total
        }
    }
    END {
        if (!total) { print "nothing was counted: the function at --toggle-collect does not exist" > "/dev/stderr"; exit 1 }
    }
    BEGIN {
        n = split("input::decode::decode input::sniff::sniff dom::parse::parse_keeping html::segment::cut_within metadata::collect::ElementReader::element " \
            "html::features::Features::measure html::classify::Classifier::select article::assemble::html " \
            "fields::headline::choose fields::date::choose::choose fields::author::html::choose pipeline::finish::finish " \
            "text::segment::cut text::page_stats text::features::rows text::classify::Scorer::select", path, " ")
    }
' "$out/inclusive"
