# In a folder that is made.
pact init new && ls new && pact lint --strict new
