# Restate, terminate, revive, amend, suspend, restate: one clause over its life.
brief -C "$CORPUS/acts" -d 2019..2027 life --all
