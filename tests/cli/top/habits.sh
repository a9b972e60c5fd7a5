# Names from other tools are told ours.
for o in --at --on --from --until --scenario --filter --csv; do pact query $o x; done
