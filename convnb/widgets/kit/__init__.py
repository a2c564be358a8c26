"""What the widgets share: their Python base, their traits, the inliner, and the JavaScript beside this file."""
