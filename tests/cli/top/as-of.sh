# --as-of is told of --date and --known.
pact query --as-of 2026-01-01
