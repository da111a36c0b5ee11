"""Raw data in, frames out."""
