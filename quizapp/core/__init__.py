"""The rules of the product, free of any framework: what comes in and goes out are plain values."""
