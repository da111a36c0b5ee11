"""``python -m engine.pipeline``: see ``engine.pipeline.command``."""

if __name__ == "__main__":  # worker processes import this module again and need nothing of it
    import sys

    from engine.pipeline.command import main

    sys.exit(main())
