"""Engine results as tidy tables for the pages and the command line, without files or screen.

Shares and probabilities are fractions; ``_se`` columns are standard errors.
"""
