# A day that nobody knows is told with its clause.
pact query -d 2024-01-01 --jointly ip.gpt-3 ip.research --width 80
