"""Facts from public pages that ship: firms, parks, policies, neighbours, figures; each with its words."""
