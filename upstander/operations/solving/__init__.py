"""A second proof of the rulebooks, by the solver z3. Nothing that serves imports this: z3 is only there for those who write rulebooks."""
