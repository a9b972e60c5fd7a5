# In force for certain from the last day of the window.
brief -C "$CORPUS/acts" -d 2021 work
