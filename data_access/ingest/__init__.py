"""Uploaded files, from bytes to what each row says; nothing in this package touches the database."""
