"""Who fits a segment: firms elsewhere, firms here that could extend, policies, platforms and towns, with evidence."""
