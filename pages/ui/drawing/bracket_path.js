// A team's lit way: its row in every slot it may get to, with its numbers in a card beside it.

const ROUNDS = ["R64", "R32", "Sweet 16", "Elite 8", "Final 4", "Final", "Title"];

function paths(b, data, { marks, name }) {
  const drawings = () => [b.wide, b.panel, b.finals].map((p) => p.firstElementChild).filter(Boolean);

  // A slot that does not list the team lends it its last row.
  const lend = (group, slot, e) => {
    const team = data.teams[e];
    const last = [...group.querySelectorAll(".t")].pop();
    const row = last.cloneNode(true);
    row.setAttribute("class", "t lit ghost");
    row.dataset.e = e;
    row.querySelectorAll(".glyph, .small, .track, .bar").forEach((part) => part.remove());
    row.querySelector("rect").setAttribute("class", "hit");
    row.querySelector("rect").removeAttribute("fill-opacity");
    const set = (kind, text) => {
      const node = row.querySelector(kind);
      if (node) node.textContent = text;
      return node;
    };
    set(".seed", team.seed);
    const number = set(".num", team.steps.find((step) => step[0] === slot)[1]);
    const label = set("text:not(.seed, .num)", team.name);
    label.removeAttribute("textLength");
    last.classList.add("hidden");
    last.after(row);
    const room = number ? number.getBBox().x - label.getBBox().x - 4 : Infinity;
    if (label.getComputedTextLength() > room) {
      label.setAttribute("textLength", Math.max(room, 1));
      label.setAttribute("lengthAdjust", "spacingAndGlyphs");
    }
    name(row);
  };

  const dark = () => {
    b.frame.busy = true;  // what is taken away may hold the focus
    const held = b.frame.querySelector(".ghost:focus")?.previousElementSibling;
    b.frame.lit = null;
    b.frame.classList.remove("lighting");
    b.card.classList.remove("shown");
    b.frame.querySelectorAll(".ghost").forEach((row) => row.remove());
    b.frame.querySelectorAll(".hidden").forEach((row) => row.classList.remove("hidden"));
    b.frame.querySelectorAll(".lit").forEach((part) => part.classList.remove("lit"));
    held?.focus({ preventScroll: true });
    b.frame.busy = false;
  };

  const light = (item) => {
    const e = teamOf(item);
    if (b.frame.lit !== e) {
      dark();
      b.frame.lit = e;
      b.frame.classList.toggle("lighting", b.frame.pointer !== "touch");
      const way = data.teams[e].steps.slice(0, data.teams[e].far).map(([slot]) => slot);
      for (const root of drawings()) {
        root.querySelectorAll(`.t[data-e="${e}"]`).forEach((row) => row.classList.add("lit"));
        for (const slot of way) {
          root.querySelectorAll(`[data-w~="${slot}"], [data-w="i${slot}"]`)
            .forEach((wire) => wire.classList.add("lit"));
          const group = groupOf(root, slot);
          if (group && !inSlot(root, slot, e)) lend(group, slot, e);
        }
      }
    }
    b.frame.told = placeOf(item);
    tell(item);
  };

  // The card --------------------------------------------------------------------------------------

  const made = (tag, text, kind = "") => {
    const node = document.createElement(tag);
    node.textContent = text;
    node.className = kind;
    return node;
  };
  const line = (tag, texts, kind, here) => {
    const row = made("tr", "", kind);
    row.append(...texts.map((text, i) => made(tag, text, i === here ? "here" : "")));
    return row;
  };
  const table = (steps, slot) => {
    const rows = [
      line("th", ROUNDS.slice(-steps.length), "head"),
      line("td", steps.map((step) => `${step[2]}%`), "main", steps.findIndex(([s]) => s === slot)),
    ];
    const further = (at, word) => {
      if (steps.some((step) => step[at]))
        rows.push(line("td", steps.map((step) => (step[at] ? `${word} ${step[at]}` : "")), "less"));
    };
    further(3, "±");
    further(4, "was");
    const node = made("table", "");
    node.append(...rows);
    return node;
  };
  const hint = (item, slot, e) => {
    const mark = marks(slot, e);
    const verb = item.matches(".lock, .pick") ? data.undo : data.verb;
    const touch = b.frame.pointer === "touch";
    const drag = touch || item.matches(".lock, .pick") ? "" : ", drag it on along its way";
    const does = `${touch ? "Tap" : "Click"} the name to ${verb}${drag}; the number opens the game.`;
    return [mark && `${mark[0].toUpperCase()}${mark.slice(1)}.`, data.verb && does]
      .filter(Boolean).join(" ");
  };
  const tell = (item) => {
    const [slot, e] = [slotOf(item), teamOf(item)];
    const team = data.teams[e];
    const words = hint(item, slot, e);
    b.card.replaceChildren(
      made("b", team.name),
      made("span", `${team.seed} seed, ${team.region}`),
      table(team.steps, slot),
      ...(words ? [made("p", words)] : []),
    );
    const touch = b.frame.pointer === "touch";
    b.card.classList.toggle("sheet", touch);
    b.card.style.transform = touch ? "" : beside(item, slot);
    b.card.classList.add("shown");
  };

  // Away from the path: below a team whose next game is above it, above one whose is below, and
  // outward; the champion's on the side that the path does not come from.
  const beside = (item, slot) => {
    const [box, all] = [item.getBoundingClientRect(), b.frame.getBoundingClientRect()];
    const next = groupOf(rootOf(item), b.above[slot])?.getBoundingClientRect();
    const [w, h] = [b.card.offsetWidth, b.card.offsetHeight];
    let top = !next || next.top <= box.top ? box.bottom + 8 : box.top - h - 8;
    if (top < 8) top = box.bottom + 8;
    if (top + h > innerHeight - 8) top = Math.max(8, box.top - h - 8);
    let left = box.left + box.width / 2 > all.left + all.width / 2 ? box.left : box.right - w;
    if (!next && rootOf(item).parentElement === b.wide) {
      const group = item.closest("[data-s]").getBoundingClientRect();
      const start = b.wide.querySelector(`.pair .t[data-e="${teamOf(item)}"]`);
      const fromLeft = start?.getBoundingClientRect().left < group.left;
      [left, top] = [fromLeft ? group.right + 12 : group.left - w - 12, group.top];
    }
    const x = Math.min(Math.max(left - all.left, 0), Math.max(all.width - w, 0));
    return `translate(${Math.round(x)}px, ${Math.round(top - all.top)}px)`;
  };

  return { light, dark };
}
