"""Users, guests, sign-in: who somebody is and what they may do."""
