"""How a database gets from each earlier schema to the present one, a step a file."""
