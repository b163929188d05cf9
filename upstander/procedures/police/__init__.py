"""What is told to the police, and what they give back."""
