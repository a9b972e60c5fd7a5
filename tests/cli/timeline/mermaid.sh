# A gantt chart for Mermaid; ends are excluded there.
pact timeline -C "$CORPUS/acme" -d 2026-06-01 --from 2024 --through 2030 -f mermaid
