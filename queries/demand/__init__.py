"""Demand without supply: what a stated output takes of each product, by an official table's coefficients."""
