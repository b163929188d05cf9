"""The force desk: what schools have sent to the safer-schools team."""
