"""The one way in, for page and command line: inspect a file, plan what it changes, store it, undo it."""
