"""The oversight desk: whether it gets better and whether families are told, in figures that name nobody."""
