"""The only way rows leave the database: every reader takes the scope it reads for first."""
