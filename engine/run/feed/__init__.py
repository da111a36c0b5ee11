"""What a refresh does with a feed's answers: gathers and judges them, then rates the season."""
