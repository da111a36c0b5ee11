"""A person's own CSV files (games, ratings, a field), read strictly.

``reading`` takes the bytes apart, ``columns`` says what may stand in each column, ``schemas`` are
the three files. All faults of a file are named at once, each with its line, column and value;
nothing is guessed.
"""
