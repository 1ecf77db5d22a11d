"""How a load is compared with what a store holds, whatever engine keeps it."""
