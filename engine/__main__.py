"""``python -m engine``: the command line (see ``engine.cli``)."""

if __name__ == "__main__":  # worker processes import this module again and need nothing of it
    import sys

    from engine.cli.main import main

    sys.exit(main())
