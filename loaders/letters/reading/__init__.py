"""From a file to canonical text: encodings, formats, broken lines, persons' data."""
