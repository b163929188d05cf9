"""A second proof of the rulebooks, by the solver z3. Nothing that serves imports it; z3 is for those who write rulebooks."""
