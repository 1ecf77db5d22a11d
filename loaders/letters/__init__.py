"""Official letters: file → canonical text (reading) → candidates (extraction) → decided statements (review)."""
