"""A page on which widgets live without a kernel: their scripts, their state as JSON, and host.js, which joins them."""
