"""Parts of the bracket page while its tournament is played."""
