class Refused(Exception):
    """A file that cannot be taken as evidence, with a sentence that says why to the person who sent it."""
