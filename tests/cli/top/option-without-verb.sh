# Options alone are not a question.
pact --json
