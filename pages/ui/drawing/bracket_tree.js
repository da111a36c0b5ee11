// Reading and changing the drawing: which team in which slot something is, and how a drawing turns
// into the next one. The five bracket*.js files are one module: bracket_component.py joins them.

const OURS = /^(role|tabindex|aria-label|aria-pressed)$/;  // added to the drawing in the browser

const slotOf = (item) => Number(item.closest("[data-s]").dataset.s);
const teamOf = (item) => Number(item.dataset.e);
const rootOf = (item) => item.closest("svg");
const isEntry = (item) => item.classList.contains("in");
const isPhone = (root) => root.classList.contains("phone");
const placeOf = (item) => `${isEntry(item) ? "in " : ""}${slotOf(item)} ${teamOf(item)}`;
const items = (root) => (root ? [...root.querySelectorAll(".t:not(.hidden)")] : []);
const groupOf = (root, slot) => root.querySelector(`.slot[data-s="${slot}"]`);
const inSlot = (root, slot, e) =>
  groupOf(root, slot)?.querySelector(`.t[data-e="${e}"]:not(.hidden)`) ?? null;
const firstIn = (root, slot) => groupOf(root, slot)?.querySelector(".t") ?? null;

// Change ``old`` into ``now`` in place: nothing flickers, transitions run, the focus stays.
function become(old, now) {
  if (old.nodeName !== now.nodeName) {
    old.replaceWith(now);
    return;
  }
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
}

// Show ``svg`` in ``place``, which remembers it.
function draw(place, svg) {
  if (place.drawn === svg) return;
  place.drawn = svg;
  const made = document.createElement("template");
  made.innerHTML = svg;
  const now = made.content.firstElementChild;
  if (place.firstElementChild) become(place.firstElementChild, now);
  else place.append(now);
}

// What a screen reader says of a team in a slot, and the marks that it has there.
function speech(data) {
  const marks = (slot, e) =>
    (data.marks[`${slot} ${e}`] ?? []).map((word) => data.words[word] ?? word).join(", ");
  const label = (item) => {
    const [slot, e] = [slotOf(item), teamOf(item)];
    const team = data.teams[e];
    const said = [`${data.slots[slot]}: ${team.name}`, `seed ${team.seed}`];
    const [, share, , , was] = team.steps.find((step) => step[0] === slot);
    if (!data.scored.includes(slot)) said.push(`${share} to win it`);
    if (was) said.push(`${was}% before`);
    return [said.join(", "), marks(slot, e)].filter(Boolean).join("; ");
  };
  const name = (item) => {
    item.setAttribute("role", "button");
    item.setAttribute("aria-label", label(item));
    if (data.verb) item.setAttribute("aria-pressed", item.matches(".lock, .pick"));
    else item.removeAttribute("aria-pressed");
    if (!item.hasAttribute("tabindex")) item.setAttribute("tabindex", "-1");
  };
  return { marks, name };
}
