"""Where every member of staff signs in, whichever desk they go to: password, one-time code, and nothing else."""
