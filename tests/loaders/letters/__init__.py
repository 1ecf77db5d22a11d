"""What the extractor reads in official texts that it has never seen; all sentences are invented."""
