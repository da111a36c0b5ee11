// The tree by keyboard: left and right along the rounds, up and down within one, Home and End to the
// two ends of a team's way. A narrow screen turns to the region that the walk gets to.

const WALKS = /^(Arrow(Up|Down|Left|Right)|Home|End)$/;

function walker(b, data, turn) {
  const stepsOf = (e) => data.teams[e].steps.map(([slot]) => slot);

  // The team in that slot, or else the first there.
  const seek = (root, slot, e) => {
    if (slot === undefined || slot < 0) return null;
    const here = inSlot(root, slot, e) ?? firstIn(root, slot);
    if (here || !isPhone(root)) return here;
    const index = data.regions.findIndex(({ svg }) => svg.includes(`class='slot' data-s='${slot}'`));
    const beside = index === data.regions.length - 1 && b.finals.checkVisibility();
    if (!beside) turn(index);
    const there = (beside ? b.finals : b.panel).firstElementChild;
    return inSlot(there, slot, e) ?? firstIn(there, slot);
  };

  const inward = (item) => {
    const [root, slot] = [rootOf(item), slotOf(item)];
    // On a desk a team of the first column comes to its own game first.
    return seek(root, isEntry(item) && !isPhone(root) ? slot : b.above[slot], teamOf(item));
  };
  const outward = (item, right) => {
    const [root, slot, e] = [rootOf(item), slotOf(item), teamOf(item)];
    if (isEntry(item)) return null;
    const pair = root.querySelector(`.pair[data-s="${slot}"]`);
    if (pair) return pair.querySelector(`.t[data-e="${e}"]`) ?? pair.querySelector(".t");
    const [upper, lower] = data.tree[slot].map((feeder) => -feeder - 1);
    if (b.above[slot] === undefined && !isPhone(root)) return seek(root, right ? lower : upper, e);
    return seek(root, [upper, lower].find((below) => stepsOf(e).includes(below)), e);
  };
  const along = (item, by) => {
    // Of a row only its box counts: how far its words reach depends on the machine's fonts.
    const boxOf = (row) => row.querySelector("rect").getBoundingClientRect();
    const box = boxOf(item);
    const top = (row) => boxOf(row).top;
    const column = items(rootOf(item)).filter((row) => {
      const other = boxOf(row);
      return Math.min(other.right, box.right) - Math.max(other.left, box.left) > box.width / 3;
    });
    column.sort((one, other) => top(one) - top(other));
    return column[column.indexOf(item) + by];
  };
  // The right half of a desk is what leads to the lower side of the championship game.
  const isRight = (item) => {
    let slot = slotOf(item);
    while (b.above[b.above[slot]] !== undefined) slot = b.above[slot];
    const final = b.above[slot];
    return !isPhone(rootOf(item)) && final !== undefined && data.tree[final][1] === -slot - 1;
  };

  return (item, key) => {
    const [root, e] = [rootOf(item), teamOf(item)];
    if (key === "ArrowUp" || key === "ArrowDown") return along(item, key === "ArrowUp" ? -1 : 1);
    if (key === "End") return seek(root, stepsOf(e).at(-1), e);
    if (key === "Home")  // games of round 0 stand apart
      return root.querySelector(`.pair .t[data-e="${e}"]`)
        ?? seek(root, stepsOf(e).find((slot) => data.round[slot] > 0), e);
    if (b.above[slotOf(item)] === undefined) return outward(item, key === "ArrowRight");
    return (key === "ArrowRight") === isRight(item) ? outward(item) : inward(item);
  };
}
