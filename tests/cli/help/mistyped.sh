# Help on what is no verb.
pact help qeury
