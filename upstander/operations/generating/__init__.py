"""A large invented database, for measuring: realistic shape, no real words, no real names."""
