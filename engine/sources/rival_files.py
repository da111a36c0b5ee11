"""A person's file of rivals' brackets, as text."""

from pathlib import Path

from engine.errors import BadInput, shortened

MAX_BYTES = 2_000_000


def read_rival_file(path: Path) -> str:
    """The file's text; BadInput if it cannot be read, is no text or is too large."""
    shown = shortened(str(path))
    try:
        content = path.read_bytes()
        if len(content) > MAX_BYTES:
            raise BadInput(f"{shown} is larger than 2 MB.", "Give one bracket a line.")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{shown} is not a text file.", "Save it as plain text or CSV.") from error
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        why = getattr(error, "strerror", "") or "it cannot be read"
        raise BadInput(f"{shown}: {why}.", "Choose another file.") from error
