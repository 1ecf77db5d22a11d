"""How well firms are told to be the same: labelled pairs and their score."""
