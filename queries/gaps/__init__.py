"""The gap analysis: where a chain breaks, how sure that is, what to verify first."""
