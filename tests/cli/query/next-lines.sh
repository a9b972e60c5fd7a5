# The next steps can be taken as they are printed.
pact query -C "$CORPUS/acme" -d 2026-01-01 brand | sed -n 's/^Next: \(pact [^(]*\) (.*/\1/p' >next
sh next >/dev/null
