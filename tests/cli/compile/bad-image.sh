# What is wrong with an image, and what to do.
printf 'PACTIMG\nnonsense' >image
pact query -C image -d 2026
