# Before the agreement nothing applies; --all says why.
pact query -C "$CORPUS/acme" -d 2024-01-01 --all
