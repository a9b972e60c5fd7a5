# All that comes after a day: dated, and under the event or unknown day that it hangs on.
pact next -C "$CORPUS/acme" -d 2024-01-01 --width 100
