"""What is shown of a protected room: through the sets it offers, the rule, and the masks."""
