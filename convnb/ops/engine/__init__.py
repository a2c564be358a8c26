"""How a layer is computed fast. Its doors are `choose` and `threads`, and only the modules of `ops` open them."""
