"""What is in a text besides what it says: likeness to other texts. No Django."""
