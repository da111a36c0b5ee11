"""What a long run keeps while it goes on."""
