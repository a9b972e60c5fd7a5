# A version that cannot be written is a failure.
pact --version >/dev/full
