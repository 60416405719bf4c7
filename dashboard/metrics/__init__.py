"""The measures, pure: counts in; values, intervals and statuses out."""
