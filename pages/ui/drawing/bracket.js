// The bracket in the browser: draws what Python sends, and tells Python what was clicked. What has
// to outlive a rerun (the region, the place in the walk) is kept on the elements themselves.

const PARTS = { frame: ".frame", wide: ".wide", chooser: ".chooser", panel: ".panel",
  finals: ".finals", key: ".key", card: "div.card", chip: ".chip" };

export default function ({ data, parentElement, setTriggerValue }) {
  const b = { above: [] };  // above: the slot that a slot's winner comes to
  for (const part in PARTS) b[part] = parentElement.querySelector(PARTS[part]);
  data.tree.forEach((sides, slot) => sides.forEach((side) => {
    if (side < 0) b.above[-side - 1] = slot;
  }));
  const { frame, wide, chooser, panel, finals, chip } = b;
  const said = speech(data);
  const { light, dark } = paths(b, data, said);
  const { send, settle } = sender(b, data);
  const itemAt = (event) => event.target.closest?.(".t") ?? null;

  // Told once each: a click has a number that is used once.
  const act = (slot, e, kind) => {
    if (kind === "advance") send(slot, e);
    frame.count = (frame.count ?? Date.now()) + 1;
    setTriggerValue("action", { kind, slot, team: e, n: frame.count });
  };

  // One tab stop: the row that had the focus last, or one of its slot, or the first --------------

  // Where the place in the walk is kept; a tablet's two drawings share one.
  const holder = (item) => (rootOf(item).parentElement === wide ? wide : panel);
  const stop = (place) => {
    const drawn = place === wide ? [wide] : [panel, finals];
    const all = drawn.flatMap((part) => items(part.firstElementChild));
    const seen = all.filter((item) => item.checkVisibility());
    const slot = place.at?.match(/(\d+) \d+$/)[1];
    const at = seen.find((item) => placeOf(item) === place.at)
      ?? seen.find((item) => String(slotOf(item)) === slot) ?? all[0];
    all.forEach((item) => item.setAttribute("tabindex", item === at ? "0" : "-1"));
    return at;
  };

  // Regions of narrow screens --------------------------------------------------------------------

  const open = (index) => {
    const count = data.regions.length;
    frame.region = (index + count) % count;
    draw(panel, data.regions[frame.region].svg);
    items(panel.firstElementChild).forEach(said.name);
    stop(panel);
    [...chooser.children].forEach((button, i) => {
      button.setAttribute("aria-pressed", i === frame.region);
      button.tabIndex = i === frame.region ? 0 : -1;
    });
  };
  const turn = (index) => { dark(); open(index); };
  const names = data.regions.map((region) => region.name);
  if (chooser.textContent !== names.join(""))
    chooser.replaceChildren(...names.map((text) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      return button;
    }));
  chooser.onclick = (event) => {
    const at = [...chooser.children].indexOf(event.target);
    if (at >= 0) turn(at);
  };
  chooser.onkeydown = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    turn(frame.region + by);
    chooser.children[frame.region].focus();
  };
  panel.ontouchstart = ({ touches }) => { panel.from = touches.length === 1 ? touches[0] : null; };
  panel.ontouchend = ({ changedTouches: [to] }) => {
    if (!panel.from) return;
    const [dx, dy] = [to.clientX - panel.from.clientX, to.clientY - panel.from.clientY];
    if (Math.abs(dx) > 60 && Math.abs(dx) > 2 * Math.abs(dy)) turn(frame.region + (dx < 0 ? 1 : -1));
  };

  // Pointing and clicking ------------------------------------------------------------------------

  const onNumber = (item, event) => {
    const number = item.querySelector(".num")?.getBoundingClientRect();
    return number && event.clientX > number.left - 6 && event.clientX < number.right + 12;
  };
  const calm = () => {
    const focused = frame.querySelector(".t:focus-visible");
    if (focused) light(focused);
    else dark();
  };
  frame.onpointerover = (event) => {
    if (event.pointerType === "touch" || frame.drag?.on) return;
    frame.pointer = event.pointerType;
    const item = itemAt(event);
    if (item) light(item);
    else calm();
  };
  frame.onpointerleave = (event) => {
    drop();
    if (event.pointerType !== "touch") calm();
  };
  frame.onclick = (event) => {
    const item = itemAt(event);
    frame.pointer = event.pointerType ?? frame.pointer;
    if (frame.dropped || !item) {
      if (!frame.dropped && !event.target.closest("button")) dark();
      frame.dropped = false;
      return;
    }
    if (frame.pointer === "touch") light(item);
    act(slotOf(item), teamOf(item), data.verb && !onNumber(item, event) ? "advance" : "open");
  };

  // Dragging a team along its way: what it is dropped on, it is sent through ----------------------

  const drop = () => {
    frame.drag = null;
    frame.classList.remove("dragging");
    chip.classList.remove("shown");
    frame.querySelectorAll(".target").forEach((group) => group.classList.remove("target"));
  };
  const goal = (event) => {
    const group = event.target.closest?.(".slot");
    const way = data.teams[teamOf(frame.drag.item)].steps.map(([slot]) => slot);
    return group && way.includes(Number(group.dataset.s)) ? group : null;
  };
  frame.onpointerdown = (event) => {
    frame.pointer = event.pointerType;
    frame.dropped = false;
    const item = itemAt(event);
    const can = item && data.verb && event.button === 0 && event.pointerType !== "touch";
    frame.drag = can ? { item, x: event.clientX, y: event.clientY, on: false } : null;
  };
  frame.onpointermove = (event) => {
    const [item, drag] = [itemAt(event), frame.drag];
    frame.querySelectorAll(".number").forEach((t) => t !== item && t.classList.remove("number"));
    item?.classList.toggle("number", Boolean(onNumber(item, event)));
    if (!drag) return;
    if (!drag.on && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > 6) {
      drag.on = true;
      frame.classList.add("dragging");
      b.card.classList.remove("shown");
      chip.textContent = data.teams[teamOf(drag.item)].name;
      chip.classList.add("shown");
    }
    if (!drag.on) return;
    const all = frame.getBoundingClientRect();
    const [x, y] = [event.clientX - all.left + 14, event.clientY - all.top + 10];
    chip.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    const at = goal(event);
    frame.querySelectorAll(".target").forEach((t) => t !== at && t.classList.remove("target"));
    at?.classList.add("target");
  };
  frame.onpointerup = (event) => {
    const drag = frame.drag;
    const at = drag?.on ? goal(event) : null;
    frame.dropped = Boolean(drag?.on);  // the click that follows is part of the drag
    drop();
    if (at) act(Number(at.dataset.s), teamOf(drag.item), "advance");
  };

  // Keyboard -------------------------------------------------------------------------------------

  const walk = walker(b, data, turn);
  const go = (item) => {
    item?.focus({ preventScroll: true });
    item?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  frame.onkeydown = (event) => {
    const [item, key] = [itemAt(event), event.key];
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    frame.pointer = "";
    if (WALKS.test(key)) go(walk(item, key));
    else if (key === "Enter" || ((key === " " || /^l$/i.test(key)) && !data.verb))
      act(slotOf(item), teamOf(item), "open");
    else if (key === " " || /^l$/i.test(key)) act(slotOf(item), teamOf(item), "advance");
    else if (key === "Escape") { drop(); dark(); }
    else return;
    event.preventDefault();
  };
  frame.entered = (event) => {
    const item = itemAt(event);
    if (!item || frame.busy) return;
    holder(item).at = placeOf(item);
    if (item.matches(":focus-visible")) light(item);
    if (!item.classList.contains("ghost")) stop(holder(item));
  };
  frame.left = (event) => {
    if (!frame.busy && !frame.contains(event.relatedTarget)) dark();
  };
  if (!frame.heard) {  // these two have no property to assign a handler to
    frame.heard = true;
    frame.addEventListener("focusin", (event) => frame.entered(event));
    frame.addEventListener("focusout", (event) => frame.left(event));
  }

  // This run's drawing ---------------------------------------------------------------------------

  const had = frame.querySelector(".t:focus");
  const [held, visible] = [had && holder(had), had?.matches(":focus-visible")];
  const [lit, told] = [frame.lit, frame.told];
  dark();
  settle();
  frame.busy = true;
  draw(wide, data.wide);
  draw(finals, data.regions.at(-1).svg);
  open(frame.region ?? 0);
  if (b.key.drawn !== data.key) b.key.innerHTML = b.key.drawn = data.key;
  [wide, finals].forEach((part) => items(part.firstElementChild).forEach(said.name));
  const focus = { wide: stop(wide), panel: stop(panel) };
  const again = held && (held === wide ? focus.wide : focus.panel);
  again?.focus({ preventScroll: true, focusVisible: visible });
  frame.busy = false;
  const under = frame.pointer === "touch"
    ? items(panel.firstElementChild).find((item) => placeOf(item) === told)
    : frame.querySelector(`.t[data-e="${lit}"]:hover`);
  if (again && visible) light(again);
  else if (lit != null && under) light(under);
}
