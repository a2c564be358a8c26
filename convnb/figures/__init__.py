"""The figures, one module per subject: arrays in, a matplotlib Figure out; they compute nothing."""
