"""``python -m engine.build``: see ``engine.build.command``."""

if __name__ == "__main__":  # worker processes import this module again and need nothing of it
    import sys

    from engine.build.command import main

    sys.exit(main())
