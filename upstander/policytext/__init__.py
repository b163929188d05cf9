"""From a school's policy as a file to the statements that it makes, with the passage and page of each. No Django."""
