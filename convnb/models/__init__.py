"""What is built of the operators: signals, cells of the visual cortex, networks, forecasters."""
