# Globs; * crosses dots.
brief -C "$CORPUS/acme" -d 2025-01-01 '*u*e*'
brief2 -C "$CORPUS/two" -d 2025-01-01 '*/fee' 'b*/g*'
