#!/bin/sh
# Golden cases of the command line.
#
#   run.sh [--update] [--image | --cached] PACT [VERB[/CASE]]...
#
# A case is VERB/CASE.sh, run by sh in a scratch folder of its own with `pact` in the path; beside it stand the
# standard output, the standard error and the exit code it must have: CASE.out, CASE.err, CASE.rc (a file that is not
# there means: empty, empty, 0). $CORPUS is the folder with the test corpora, those of tests/corpus/valid and of
# tests/cli/corpora; with --image they are compiled images of the same names, so each case is a test of both ways in;
# with --cached each has been read before, and answers from the cache, which otherwise there is none.
# Paths in the output are written $CORPUS, $DATA and $SCRATCH. A case whose second line is `# yaml only` or
# `# image only` runs in that way alone.
#
# `brief ARGUMENT...` is `pact query` with the columns clause, status, applies, why, from, through, before, after and
# the same exit code; `brief2` has the agreement before the clause.
set -u

update=no image=no cached=no
while :; do
    case ${1-} in
    --update) update=yes ;;
    --image) image=yes ;;
    --cached) cached=yes ;;
    *) break ;;
    esac
    shift
done
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
pact=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
shift

# Lines are wrapped with the path in them, so its length must not depend on $TMPDIR.
work=$(mktemp -d -p /tmp) || exit 2
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$pact" "$work/bin/pact"
PATH=$work/bin:$PATH
DATA=$top/data
CORPUS=$work/corpora
mkdir "$CORPUS"
for c in "$top"/tests/corpus/valid/* "$here"/corpora/*; do
    if [ $image = yes ]; then
        pact compile -o "$CORPUS/$(basename "$c")" "$c" || exit 2
    else
        ln -s "$c" "$CORPUS/$(basename "$c")"
    fi
done
XDG_CACHE_HOME=/dev/null/none
[ $cached = no ] || XDG_CACHE_HOME=$work/cache
export XDG_CACHE_HOME
if [ $cached = yes ]; then
    sleep 2.1 # what has changed within two seconds is not kept
    for c in "$CORPUS"/*; do pact list clauses -C "$c" >/dev/null 2>&1; done
    [ "$(ls "$work/cache/pact" 2>/dev/null | wc -l)" -ge 9 ] || { echo "nothing is in the cache"; exit 2; }
fi
for columns in brief:2 brief2:1,2; do
    cat >"$work/bin/${columns%:*}" <<EOF
#!/bin/sh
pact query -f tsv "\$@" >"$work/table"
rc=\$?
cut -f${columns#*:},8-14 "$work/table" | sed 1d | tr '\t' '|'
exit \$rc
EOF
done
chmod +x "$work/bin/brief" "$work/bin/brief2"
unset PACT_CORPUS PACT_TODAY
export PATH CORPUS DATA LC_ALL=C TZ=UTC0 NO_COLOR=1 COLUMNS=80 TERM=dumb

passed=0 failed=0

# Writes the case's .got files into $work.
run_case() {
    rm -rf "$work/scratch" && mkdir "$work/scratch"
    (cd "$work/scratch" && sh "$1" <"/dev/null" >"$work/out" 2>"$work/err")
    echo $? >"$work/rc"
    for f in out err; do
        sed "s|$CORPUS|\$CORPUS|g; s|$DATA|\$DATA|g; s|$work/scratch|\$SCRATCH|g" "$work/$f" >"$work/$f.got"
    done
    cp "$work/rc" "$work/rc.got"
}

# keep FILE DEFAULT GOT: writes the golden file, or removes it where it would hold the default.
keep() {
    if [ "$(cat "$3")" = "$2" ] && [ "$(wc -c <"$3")" -le 2 ]; then rm -f "$1"; else cp "$3" "$1"; fi
}

compare() {
    printf '%s' "$2" >"$work/default"
    [ -n "$2" ] && echo >>"$work/default"
    want=$1
    [ -f "$want" ] || want=$work/default
    cmp -s "$want" "$3" || { diff -u "$want" "$3" | head -40; return 1; }
}

for script in "$here"/*/*.sh; do
    name=${script#"$here"/}
    name=${name%.sh}
    base=${script%.sh}
    if [ $# -gt 0 ]; then
        wanted=no
        for w; do case $name in "$w" | "$w"/*) wanted=yes ;; esac; done
        [ $wanted = yes ] || continue
    fi
    mode=$(sed -n 2p "$script")
    [ "$mode" = "# yaml only" ] && [ $image = yes ] && continue
    [ "$mode" = "# image only" ] && [ $image = no ] && continue
    run_case "$script"
    if [ $update = yes ]; then
        keep "$base.out" "" "$work/out.got"
        keep "$base.err" "" "$work/err.got"
        keep "$base.rc" 0 "$work/rc.got"
        continue
    fi
    if compare "$base.out" "" "$work/out.got" && compare "$base.err" "" "$work/err.got" &&
        compare "$base.rc" 0 "$work/rc.got"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $name"
    fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
