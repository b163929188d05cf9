"""Where each audience sits: desks translate, they never decide."""
