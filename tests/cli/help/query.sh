# Help on a verb is made of its rows.
pact help query
