# True in some course is enough.
brief -C "$CORPUS/acme" -d 2030-06-01 --where exclusive=true
