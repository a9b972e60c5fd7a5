# Filters take holder and kind as they are on the day asked.
brief -C "$CORPUS/acts" -d 2023-12-31..2024-01-01 --holder p --kind right life
brief -C "$CORPUS/acts" -d 2023-12-31..2024-01-01 --holder q --kind obligation life
