# Lines from Windows.
printf '{"date":"2019-01-01"}\r\n{"date":"2019-01-01"}\r\n' | pact batch -C "$CORPUS/two" | cut -c1-24
