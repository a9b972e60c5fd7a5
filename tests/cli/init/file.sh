# A file in its place.
echo x >file
pact init file 2>/dev/null
