# what lapses or begins within a span
pact check --upcoming 90d -d 2030-11-01 --width 80
echo $?
pact check --upcoming 90d -d 2030-11-01 -a revshare-cap-reached=2029-01-01 -f tsv ip.license revshare | cut -f2,4,5,12,17-19
pact check --upcoming 1y -d 2026-12-01 --undetermined skip ip.research; echo $?
pact check --upcoming 1m -d 2025-10-01 --known 2025-10-01 partnership.term; echo $?
pact check -C "$CORPUS/acts" --upcoming 20y -d 2010-01-01 --undetermined fail; echo $?
pact check -d 2030 --upcoming 90d
pact check --upcoming 90 ip
pact check --upcoming 90d nope
pact check --upcoming 90d --holds never ip
