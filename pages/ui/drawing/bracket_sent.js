// What a click asks for, marked at once: the server's drawing with its numbers comes a moment later
// and takes the marks away, as does a while without an answer.

const PATIENCE = 5000;  // milliseconds

function sender(b, data) {
  const set = ".lock, .pick";
  const rows = (slot, e) => [b.wide, b.panel, b.finals].flatMap((part) =>
    [...part.querySelectorAll(`[data-s="${slot}"] .t${e == null ? "" : `[data-e="${e}"]`}`)]);
  const mark = (row, kind) => {
    row.classList.remove("sent", "unsent");
    row.classList.add(kind);
    if (row.hasAttribute("aria-pressed")) row.setAttribute("aria-pressed", kind === "sent");
  };
  const way = (e) => data.teams[e].steps.map(([slot]) => slot);
  const release = (e, slot) => way(e).filter((s) => s >= slot).forEach((s) =>
    rows(s, e).filter((row) => row.matches(set)).forEach((row) => mark(row, "unsent")));

  const settle = () => {
    clearTimeout(b.frame.waits);
    b.frame.querySelectorAll(".sent, .unsent").forEach((row) => {
      row.classList.remove("sent", "unsent");
      if (row.hasAttribute("aria-pressed")) row.setAttribute("aria-pressed", row.matches(set));
    });
  };
  const send = (slot, e) => {
    settle();
    if (!way(e).includes(slot) || data.scored.includes(slot)) return;
    if (rows(slot, e).some((row) => row.matches(set))) release(e, slot);
    else
      for (const step of way(e).filter((s) => s <= slot)) {
        for (const row of rows(step).filter((r) => r.matches(set) && teamOf(r) !== e))
          release(teamOf(row), step);
        rows(step, e).forEach((row) => mark(row, "sent"));
      }
    b.frame.waits = setTimeout(settle, PATIENCE);
  };
  return { send, settle };
}
