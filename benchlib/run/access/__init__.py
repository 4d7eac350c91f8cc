"""Personal links, and what whoever holds one may see and do.

links       signed, dated links; what they name stands in the store and can be taken back
admission   whom a link lets in, for the server
roles       who may do what, when: the only place where it is decided
desks       the only way from a page to the store
"""
