"""Which firms are one firm: names read part by part, rules with names, decisions of people; nothing on likeness."""
