#!/bin/sh
# What the code must look like, where no compiler looks: usage check.sh SOURCE_DIR CC
set -u
top=$1 cc=$2 failed=0 passed=0
cd "$top" || exit 2
t() { # t NAME COMMAND...: passes when the command prints nothing
    name=$1; shift
    out=$("$@" 2>&1)
    if [ -z "$out" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); printf 'FAILED %s\n%s\n' "$name" "$out"; fi
}
header_alone() { echo '#include <pact/pact.h>' | "$cc" -x "$1" "-std=$2" -Wall -Wextra -Wpedantic -Werror -Iinclude -fsyntax-only -; }
t "public header alone in C17" header_alone c c17
if echo 'int x;' | "$cc" -x c++ -fsyntax-only - 2>/dev/null; then t "public header alone in C++17" header_alone c++ c++17; fi
no_dotdot() { grep -rn '#include "\.\./' src include; }
t "no include goes up" no_dotdot
yaml_once() { grep -rln '<yaml.h>' src | grep -v '^src/load/'; }
t "yaml.h only in src/load" yaml_once
banned() { grep -rnE '\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|gmtime|localtime|ctime|atoi|atof|strtod|mktime|strptime|sscanf)\(' src; }
t "no banned calls" banned
quiet_library() { grep -rnE '\b(printf|puts|perror|exit|abort)\(' src/base src/image src/load src/engine src/render src/lib; }
t "the library prints nothing and never exits" quiet_library
big_files() { find src -name '*.c' -exec awk 'END { if (NR > 900) print FILENAME ": " NR " lines" }' {} \;; }
t "no file over 900 lines" big_files
documented_codes() { sed -n 's/^X([A-Z_]*, "\([a-z0-9-]*\)".*/\1/p' src/base/diag_codes.def | while read -r c; do grep -q "^\.It .*$c\$" docs/man/pact.1 || echo "docs/man/pact.1: no paragraph for $c"; done; }
t "every diagnostic code is in the manual" documented_codes
golden_codes() { sed -n 's/^X([A-Z_]*, "\([a-z0-9-]*\)".*/\1/p' src/base/diag_codes.def | while read -r c; do [ -d "tests/corpus/invalid/$c" ] || grep -rqs "\[$c\]" tests/cli || echo "no golden input for $c"; done; }
t "every diagnostic code has a golden input" golden_codes
documented_verbs() { sed -n 's/.*&cmd_\([a-z]*\),.*/\1/p' src/cli/cmd_table.c | while read -r v; do grep -q "^\.Ss $v\|^\.It .*$v" docs/man/pact.1 || echo "docs/man/pact.1: verb $v"; ls tests/cli/"$v"/*.sh >/dev/null 2>&1 || echo "tests/cli: no case for $v"; done; }
t "every verb is in the manual and has cases" documented_verbs
modelines() { find data -name '*.y*ml' -exec sh -c 'for f; do head -1 "$f" | grep -q "^# yaml-language-server: \$schema=" && [ -f "$(dirname "$f")/$(head -1 "$f" | sed "s/.*schema=//")" ] || echo "$f"; done' sh {} +; }
t "every shipped YAML file names its schema" modelines
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
