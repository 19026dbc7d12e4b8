"""Rules: values in, values out. No Flask, SQL, clock, dice or network lives here."""
