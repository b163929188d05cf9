"""The pack for the police: what the record knows, as values; what the reader may see of it; how it is read, drawn and carried."""
