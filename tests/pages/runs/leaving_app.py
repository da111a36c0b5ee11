"""A page that starts a long run and notes in the file ``$NOTE`` its job's state and how many chunks
are in."""

import os
import sys
from pathlib import Path


def main(note: Path) -> None:
    sys.path.insert(0, str(Path(__file__).parents[3]))
    import threading

    from engine.domain.specs import BracketSpec
    from pages.ui.runs import session, tournaments, visitors

    visitors.LOOK_EVERY_S = 0.05
    tournaments.start(BracketSpec("men", 2026, 100_000, 1))
    (job,) = session.state().waiting.values()

    def write() -> None:
        running = True
        while running:
            running = not job.wait(0.05)
            fresh = note.with_suffix(".fresh")
            fresh.write_text(f"{job.state} {job.done}")
            fresh.replace(note)  # a reader gets the whole note

    threading.Thread(target=write, daemon=True).start()


if __name__ == "__main__":
    main(Path(os.environ["NOTE"]))
