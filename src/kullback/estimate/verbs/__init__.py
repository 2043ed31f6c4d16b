"""What a user calls: each reads a sample as the user holds it and answers in the user's unit."""
