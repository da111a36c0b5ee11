"""What all universes of a pairing show: the Game page without an open universe."""
