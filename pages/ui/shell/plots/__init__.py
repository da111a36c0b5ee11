"""Charts of a pairing, finished as Vega-Lite."""
