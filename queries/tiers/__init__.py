"""Tiers T1 and T2 from the store: quotients and gaps of a city's sectors, for the segments that lie in them."""
