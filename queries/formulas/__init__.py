"""The published formulas of the gap method: arrays in, arrays out, nothing read and nothing stored."""
