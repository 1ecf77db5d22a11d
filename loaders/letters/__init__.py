"""Official letters: file → canonical text → candidate statements → reviewed statements."""
