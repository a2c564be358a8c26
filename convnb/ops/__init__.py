"""The operators: arrays in, arrays out, NumPy only."""
