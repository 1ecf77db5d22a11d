"""The graph around things as a picture: what it shows (:mod:`picture`), where it stands, and one file that shows it."""
