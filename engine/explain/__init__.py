"""Why a game goes one way or the other: sentences and effect sizes from its universes."""
