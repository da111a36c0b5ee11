// The bracket in the browser: draws what Python sends, lights a team's path, walks the tree by
// keyboard, and tells Python what was clicked. State lives on the frame, which outlives reruns.

const INWARD = { left: "ArrowRight", right: "ArrowLeft" };
const OURS = /^(role|tabindex|aria-label)$/;  // added to the drawing here
const SHORT = ["R64", "R32", "Sweet 16", "Elite 8", "Final 4", "Final", "Title"];

export default function ({ data, parentElement, setTriggerValue }) {
  const [frame, wide, chooser, panel, finals, card, key] =
    [".frame", ".wide", ".chooser", ".panel", ".finals", "div.card", ".key"].map((part) => parentElement.querySelector(part));

  // The tree ------------------------------------------------------------------------------------

  const above = [];
  data.tree.forEach((sides, slot) => sides.forEach((f) => { if (f < 0) above[-f - 1] = slot; }));
  const step = (slot, e) => data.teams[e].steps.find((s) => s[0] === slot);

  const slotOf = (item) => Number(item.closest("[data-s]").dataset.s);
  const teamOf = (item) => Number(item.dataset.e);
  const rootOf = (item) => item.closest("svg");
  const items = (root) => [...root.querySelectorAll(".t:not(.hidden)")];
  const isEntry = (item) => item.classList.contains("in");
  const isHalf = (item) => rootOf(item).classList.contains("phone");  // its game is its own row
  // Where a team's way begins in a drawing: First Four games stand apart.
  const first = (e) => data.teams[e].steps.map((s) => s[0]).find((s) => data.round[s] > 0);

  // Drawing: in place, so that nothing flickers and transitions run ------------------------------

  const same = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName;
  const become = (old, now) => {
    if (!same(old, now)) return old.replaceWith(now);
    if (old.nodeType === Node.TEXT_NODE) {
      if (old.data !== now.data) old.data = now.data;
      return;
    }
    for (const { name } of [...old.attributes])
      if (!now.hasAttribute(name) && !OURS.test(name)) old.removeAttribute(name);
    for (const { name, value } of now.attributes)
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const [was, will] = [[...old.childNodes], [...now.childNodes]];
    will.forEach((child, i) => (was[i] ? become(was[i], child) : old.append(child)));
    was.slice(will.length).forEach((child) => child.remove());
  };

  const draw = (place, svg) => {
    if (place.drawn === svg) return false;
    place.drawn = svg;
    const made = document.createElement("template");
    made.innerHTML = svg;
    const now = made.content.firstElementChild;
    if (place.firstElementChild) become(place.firstElementChild, now);
    else place.append(now);
    name(place.firstElementChild);
    return true;
  };

  const marked = (slot, e) =>
    (data.marks[`${slot} ${e}`] ?? []).map((word) => data.words[word] ?? word).join(", ");
  const spoken = (item) => {
    const [slot, e] = [slotOf(item), teamOf(item)];
    const team = data.teams[e];
    const said = [`${data.slots[slot]}: ${team.name}`, `seed ${team.seed}`];
    const mark = marked(slot, e);
    const [, share, , , was] = step(slot, e);
    if (!data.scored.includes(slot)) said.push(`${share} to win it` + (was ? `, ${was}% before` : ""));
    return said.join(", ") + (mark ? `; ${mark}` : "");
  };
  const name = (root) => items(root).forEach((item) => {
    item.setAttribute("role", "button");
    item.setAttribute("tabindex", "-1");
    item.setAttribute("aria-label", spoken(item));
  });

  // Regions of narrow screens --------------------------------------------------------------------

  const open = (index) => {
    const count = data.regions.length;
    frame.region = ((index % count) + count) % count;
    if (draw(panel, data.regions[frame.region].svg)) stop(panel);
    [...chooser.children].forEach((b, i) => {
      b.setAttribute("aria-pressed", i === frame.region);
      b.tabIndex = i === frame.region ? 0 : -1;
    });
  };
  const names = data.regions.map((region) => region.name);
  if (chooser.names !== names.join()) {
    chooser.names = names.join();
    chooser.replaceChildren(...names.map((text) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      return button;
    }));
  }
  chooser.onclick = (e) => {
    const at = [...chooser.children].indexOf(e.target);
    if (at >= 0) { dark(); open(at); }
  };
  chooser.onkeydown = (e) => {
    const move = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    if (!move) return;
    e.preventDefault();
    dark();
    open(frame.region + move);
    chooser.children[frame.region].focus();
  };
  let from = null;
  panel.ontouchstart = (e) => { from = e.touches.length === 1 ? e.touches[0] : null; };
  panel.ontouchend = (e) => {
    const to = e.changedTouches[0];
    if (!from) return;
    const dx = to.clientX - from.clientX;
    if (Math.abs(dx) > 60 && Math.abs(dx) > 2 * Math.abs(to.clientY - from.clientY)) {
      dark();
      open(frame.region + (dx < 0 ? 1 : -1));
    }
  };

  // One tab stop: the item that had the focus last, or the first one ------------------------------

  const placeOf = (item) => `${isEntry(item) ? "i" : ""}${slotOf(item)} ${teamOf(item)}`;
  const stop = (place) => {
    const roots = place === wide ? [wide] : [panel, finals];
    const all = roots.flatMap((r) => (r.firstElementChild ? items(r.firstElementChild) : []));
    const slot = place.at?.split(" ")[0];
    const at = all.find((item) => placeOf(item) === place.at && item.checkVisibility())
      ?? all.find((item) => placeOf(item).split(" ")[0] === slot && item.checkVisibility())
      ?? all[0];
    all.forEach((item) => item.setAttribute("tabindex", item === at ? "0" : "-1"));
    return at;
  };
  // Where the place in the walk is kept: the desk's drawing, or the panel for both on a tablet.
  const holder = (item) => (rootOf(item).parentElement === wide ? wide : panel);

  // A lit path -----------------------------------------------------------------------------------

  const drawings = () => [wide, panel, finals].map((p) => p.firstElementChild).filter(Boolean);
  const ghost = (group, slot, e) => {
    const last = [...group.querySelectorAll(".t")].pop();
    const copy = last.cloneNode(true);
    copy.setAttribute("class", "t lit ghost");
    copy.dataset.e = e;
    copy.querySelectorAll(".glyph, .small").forEach((node) => node.remove());
    const box = copy.querySelector("rect");
    box.setAttribute("class", "hit");
    box.removeAttribute("fill-opacity");
    const [seed, label, number] = copy.querySelectorAll("text");
    seed.textContent = data.teams[e].seed;
    number.textContent = step(slot, e)[1];
    label.textContent = data.teams[e].name;
    label.removeAttribute("textLength");
    last.classList.add("hidden");
    last.after(copy);
    const room = number.getBBox().x - label.getBBox().x - 4;
    if (room > 0 && label.getComputedTextLength() > room) {
      label.setAttribute("textLength", room);
      label.setAttribute("lengthAdjust", "spacingAndGlyphs");
    }
    copy.setAttribute("role", "button");
    copy.setAttribute("tabindex", "-1");
    copy.setAttribute("aria-label", spoken(copy));
  };
  const dark = () => {
    frame.busy = true;  // what is taken away may hold the focus
    const held = frame.querySelector(".ghost:focus")?.previousElementSibling;
    frame.lit = null;
    frame.classList.remove("lighting");
    card.classList.remove("shown");
    frame.querySelectorAll(".ghost").forEach((g) => g.remove());
    frame.querySelectorAll(".t.hidden").forEach((t) => t.classList.remove("hidden"));
    frame.querySelectorAll(".lit").forEach((t) => t.classList.remove("lit"));
    held?.focus({ preventScroll: true });
    frame.busy = false;
  };
  const light = (item) => {
    const e = teamOf(item);
    if (frame.lit !== e) {
      dark();
      frame.lit = e;
      frame.classList.toggle("lighting", frame.pointer !== "touch");
      const way = data.teams[e].steps.slice(0, data.teams[e].far);
      for (const root of drawings()) {
        root.querySelectorAll(`.t[data-e="${e}"]`).forEach((t) => t.classList.add("lit"));
        for (const [slot] of way) {
          root.querySelectorAll(`[data-w="${slot}"], [data-w="i${slot}"]`)
            .forEach((w) => w.classList.add("lit"));
          const group = root.querySelector(`.slot[data-s="${slot}"]`);
          if (group && !group.querySelector(`.t[data-e="${e}"]`)) ghost(group, slot, e);
        }
      }
    }
    tell(item);
  };

  // The card: the team's numbers round by round, with their error ---------------------------------

  const cellOf = (row, text, kind) => {
    const cell = document.createElement(row.head ? "th" : "td");
    cell.textContent = text;
    if (kind) cell.className = kind;
    row.append(cell);
  };
  const rowOf = (table, texts, kind, here) => {
    const row = document.createElement("tr");
    row.head = kind === "head";
    row.className = kind;
    texts.forEach((text, i) => cellOf(row, text, i === here ? "here" : ""));
    table.append(row);
  };
  const tell = (item) => {
    const [slot, e] = [slotOf(item), teamOf(item)];
    const team = data.teams[e];
    const [title, who, table, hint] = ["b", "span", "table", "p"]
      .map((tag) => document.createElement(tag));
    title.textContent = team.name;
    who.textContent = `${team.seed} seed, ${team.region}`;
    const here = team.steps.findIndex((s) => s[0] === slot);
    const first = SHORT.length - team.steps.length;
    rowOf(table, SHORT.slice(first), "head");
    rowOf(table, team.steps.map((s) => `${s[2]}%`), "main", here);
    if (team.steps.some((s) => s[3]))
      rowOf(table, team.steps.map((s) => (s[3] ? `± ${s[3]}` : "")), "less");
    if (team.steps.some((s) => s[4]))
      rowOf(table, team.steps.map((s) => (s[4] ? `was ${s[4]}` : "")), "less");
    const mark = marked(slot, e);
    const verb = item.matches(".lock, .pick") ? data.undo : data.verb;
    const press = frame.pointer === "touch" ? "Tap" : "Click";
    const does = verb && `${press} the name to ${verb}, the number to open the game.`;
    hint.textContent = [mark && `${mark[0].toUpperCase()}${mark.slice(1)}.`, does]
      .filter(Boolean).join(" ");
    card.replaceChildren(title, who, table, ...(hint.textContent ? [hint] : []));
    card.classList.toggle("sheet", frame.pointer === "touch");
    if (frame.pointer === "touch") card.style.transform = "";
    else place(item, slot);
    card.classList.add("shown");
  };
  // Away from the path: below a team whose next game is above it, above one whose is below.
  // The champion's goes to the side that the path does not come from.
  const beside = (item, w) => {
    const box = item.closest("[data-s]").getBoundingClientRect();
    const start = wide.querySelector(`.pair .t[data-e="${teamOf(item)}"]`)?.getBoundingClientRect();
    return [start?.left < box.left ? box.right + 12 : box.left - w - 12, box.top];
  };
  const place = (item, slot) => {
    const [box, all] = [item.getBoundingClientRect(), frame.getBoundingClientRect()];
    const next = rootOf(item).querySelector(`.slot[data-s="${above[slot]}"]`);
    const below = !next || next.getBoundingClientRect().top <= box.top;
    const [w, h] = [card.offsetWidth, card.offsetHeight];
    let top = below ? box.bottom + 8 : box.top - h - 8;
    if (top < 8) top = box.bottom + 8;
    if (top + h > innerHeight - 8) top = Math.max(8, box.top - h - 8);
    const right = box.left + box.width / 2 > all.left + all.width / 2;
    let left = right ? box.right - w : box.left;
    if (!next && rootOf(item).parentElement === wide) [left, top] = beside(item, w);
    const x = Math.min(Math.max(left - all.left, 0), Math.max(all.width - w, 0));
    card.style.transform = `translate(${Math.round(x)}px, ${Math.round(top - all.top)}px)`;
  };

  // Pointer --------------------------------------------------------------------------------------

  const itemAt = (e) => e.target.closest?.(".t") ?? null;
  const onNumber = (item, e) => {
    const number = item.querySelector(".num")?.getBoundingClientRect();
    return Boolean(number) && e.clientX > number.left - 6 && e.clientX < number.right + 12;
  };
  frame.onpointerdown = (e) => { frame.pointer = e.pointerType; };
  frame.onpointerover = (e) => {
    frame.pointer = e.pointerType;
    const item = itemAt(e);
    if (item) light(item);
    else if (!item && e.pointerType !== "touch") calm();
  };
  frame.onpointermove = (e) => {
    const item = itemAt(e);
    frame.querySelectorAll(".number").forEach((t) => t !== item && t.classList.remove("number"));
    item?.classList.toggle("number", onNumber(item, e));
  };
  const focused = () => frame.querySelector(".t:focus-visible");
  const calm = () => {
    const item = focused();
    if (item) light(item); else dark();
  };
  frame.onpointerleave = (e) => { if (e.pointerType !== "touch") calm(); };
  frame.onclick = (e) => {
    const item = itemAt(e);
    if (!item) { if (!e.target.closest("button")) dark(); return; }
    act(item, data.verb && !onNumber(item, e) ? "advance" : "open");
  };

  // What Python hears: once each -----------------------------------------------------------------

  const act = (item, kind) => {
    frame.count = (frame.count ?? Date.now()) + 1;
    setTriggerValue("action", { kind, slot: slotOf(item), team: teamOf(item), n: frame.count });
  };

  // Keyboard -------------------------------------------------------------------------------------

  const to = (item) => {
    if (!item) return;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const at = (root, slot, e) =>
    root.querySelector(`.slot[data-s="${slot}"] .t[data-e="${e}"]:not(.hidden)`);
  const lead = (root, slot) => root.querySelector(`.slot[data-s="${slot}"] .t`);
  // The team in that slot, or else its first; a narrow screen turns to the region it is in.
  const seek = (root, slot, e) => {
    if (slot === undefined || slot < 0) return null;
    const here = at(root, slot, e) ?? lead(root, slot);
    if (here || root.parentElement === wide) return here;
    const index = data.regions.findIndex((region) => region.svg.includes(`data-s='${slot}'`));
    const last = index === data.regions.length - 1;
    if (!(last && finals.checkVisibility())) { dark(); open(index); }
    const there = (last && finals.checkVisibility() ? finals : panel).firstElementChild;
    return at(there, slot, e) ?? lead(there, slot);
  };
  const sideOf = (item) => {
    const [box, all] = [item.getBoundingClientRect(), rootOf(item).getBoundingClientRect()];
    const phone = rootOf(item).classList.contains("phone");
    return phone || box.left + box.width / 2 < all.left + all.width / 2 - 1 ? "left" : "right";
  };
  const inward = (item) => {
    const slot = slotOf(item);
    return seek(rootOf(item), isEntry(item) && !isHalf(item) ? slot : above[slot], teamOf(item));
  };
  const outward = (item, right) => {
    const [root, slot, e] = [rootOf(item), slotOf(item), teamOf(item)];
    const below = data.tree[slot].map((f) => -f - 1);
    const pair = root.querySelector(`.pair[data-s="${slot}"]`);
    if (isEntry(item) || (!pair && data.teams[e].steps[0][0] === slot)) return null;
    if (pair) return pair.querySelector(`.t[data-e="${e}"]`) ?? pair.querySelector(".t");
    const came = below.find((s) => s >= 0 && data.teams[e].steps.some((step) => step[0] === s));
    const [upper, lower] = below;
    if (above[slot] === undefined && root.parentElement === wide)
      return seek(root, right ? lower : upper, e);
    return seek(root, came, e);
  };
  const along = (item, by) => {
    const box = item.getBoundingClientRect();
    const column = items(rootOf(item)).filter((other) => {
      const o = other.getBoundingClientRect();
      return Math.min(o.right, box.right) - Math.max(o.left, box.left) > box.width / 3;
    }).sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
    return column[column.indexOf(item) + by];
  };
  const walk = (item, name_) => {
    const [root, e] = [rootOf(item), teamOf(item)];
    const steps = data.teams[e].steps.map((s) => s[0]);
    if (name_ === "ArrowUp" || name_ === "ArrowDown")
      return along(item, name_ === "ArrowUp" ? -1 : 1);
    if (name_ === "Home")
      return root.querySelector(`.pair .t[data-e="${e}"]`) ?? seek(root, first(e), e);
    if (name_ === "End") return seek(root, steps.at(-1), e);
    if (above[slotOf(item)] === undefined) return outward(item, name_ === "ArrowRight");
    return name_ === INWARD[sideOf(item)] ? inward(item) : outward(item);
  };
  frame.onkeydown = (e) => {
    frame.pointer = "";
    const item = itemAt(e);
    if (!item || e.ctrlKey || e.metaKey || e.altKey) return;
    if (/^(Arrow(Up|Down|Left|Right)|Home|End)$/.test(e.key)) to(walk(item, e.key));
    else if (e.key === "Enter") act(item, "open");
    else if (e.key === " " || e.key.toLowerCase() === "l") act(item, data.verb ? "advance" : "open");
    else if (e.key === "Escape") dark();
    else return;
    e.preventDefault();
  };
  frame.entered = (e) => {
    const item = itemAt(e);
    if (!item || frame.busy) return;
    holder(item).at = placeOf(item);
    if (item.matches(":focus-visible")) light(item);
    if (!item.classList.contains("ghost")) stop(holder(item));
  };
  frame.left = (e) => { if (!frame.busy && !frame.contains(e.relatedTarget)) dark(); };
  if (!frame.heard) {  // these two have no handler to assign
    frame.heard = true;
    frame.addEventListener("focusin", (e) => frame.entered(e));
    frame.addEventListener("focusout", (e) => frame.left(e));
  }

  // This run's drawing ---------------------------------------------------------------------------

  const had = frame.querySelector(".t:focus");
  const [was, visible, lit] = [had && holder(had), had?.matches(":focus-visible"), frame.lit];
  dark();
  frame.busy = true;
  draw(wide, data.wide);
  draw(finals, data.regions.at(-1).svg);
  open(frame.region ?? 0);
  if (key.drawn !== data.key) key.innerHTML = key.drawn = data.key;
  frame.busy = false;
  [wide, panel, finals].forEach((p) => name(p.firstElementChild));
  const stops = new Map([wide, panel].map((p) => [p, stop(p)]));
  if (was) stops.get(was)?.focus({ preventScroll: true, focusVisible: visible });
  if (lit != null && !visible) {
    const under = frame.querySelector(`.t[data-e="${lit}"]:hover`);
    if (under) light(under);
  }
}
