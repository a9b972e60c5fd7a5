# Help on one verb at a time.
pact help query list
