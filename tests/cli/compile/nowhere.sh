# An unreadable path.
pact compile -o image nowhere
