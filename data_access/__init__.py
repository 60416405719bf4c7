"""Files become rows and rows become counts here; nothing in this package knows of a screen."""
