"""The school desk: what is due today, reports, cases, and the verdict in front of whoever decides."""
