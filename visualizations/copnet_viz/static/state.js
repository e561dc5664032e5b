/* What is chosen: one object, kept in the address, so that a view can be sent and the back button works. */
(function (copnet) {
  "use strict";

  const { spec, color, size, card, place, lineOfKey, groupOf, groups, node } = copnet.data;
  const MOST_UNFOLDED = 4000; // nodes; beyond it, what was unfolded first folds again
  const CLEAN = { color: spec.color_by, size: spec.size_by, view: "map", only: [], card: null, select: null, open: [] };
  const listeners = [];
  let state = read();

  /** The state the address asks for; whatever it names that is not here is left out. */
  function read() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const chosen = { ...CLEAN };
    if (color(asked.get("color"))) chosen.color = asked.get("color");
    if (size(asked.get("size"))) chosen.size = asked.get("size");
    if (asked.get("view") === "table") chosen.view = "table";
    const labels = new Set(color(chosen.color).entries.map((entry) => entry.label));
    chosen.only = asked.getAll("only").filter((label) => labels.has(label));
    if (card(asked.get("card"))) chosen.card = asked.get("card");
    const select = asked.get("select");
    if (place.has(select) || lineOfKey.has(select) || groupOf.has(select)) chosen.select = select;
    chosen.open = unfolded([...asked.getAll("open").filter((key) => groupOf.has(key)), ...homes(chosen.select)]);
    return chosen;
  }

  /** A group after those it is in. */
  function chain(group) {
    return group.parent === null ? [group.key] : [...chain(groups[group.parent]), group.key];
  }

  /** The groups that have to be unfolded for what is selected to be seen. */
  function homes(select) {
    if (!groups.length || select === null) return [];
    if (groupOf.has(select)) return chain(groupOf.get(select)).slice(0, -1);
    const line = spec.lines[lineOfKey.get(select)];
    return (line ? [line.source, line.target] : [select]).flatMap((key) => chain(groups[node(key).group]));
  }

  /** Unfolded groups, each after those it is in, and not more than can be drawn. */
  function unfolded(keys) {
    const open = [...new Set(keys.flatMap((key) => chain(groupOf.get(key))))];
    const leaves = open.map((key) => groupOf.get(key)).filter((group) => group.leaf);
    let shown = leaves.reduce((sum, { size }) => sum + size, 0);
    const folded = new Set();
    for (const { key, size } of leaves.slice(0, -1)) {
      if (shown <= MOST_UNFOLDED) break;
      folded.add(key);
      shown -= size;
    }
    return open.filter((key) => !folded.has(key));
  }

  /** Unfolds a group, or folds it again with all that is in it; a selection in it makes room for the group, one that folds for it is gone. */
  function toggle(key, how = {}) {
    const isOpen = state.open.includes(key);
    const inside = (other) => chain(groupOf.get(other)).includes(key);
    const open = isOpen ? state.open.filter((other) => !inside(other)) : unfolded([...state.open, key]);
    const hidden = homes(state.select).some((home) => !open.includes(home));
    set({ open, ...(hidden ? { select: isOpen ? key : null } : {}) }, { ...how, toggled: key });
  }

  function write() {
    const address = new URLSearchParams();
    for (const name of ["color", "size", "view", "card", "select"]) {
      if (state[name] !== CLEAN[name] && state[name] !== null) address.set(name, state[name]);
    }
    for (const label of state.only) address.append("only", label);
    for (const key of state.open) address.append("open", key);
    const text = address.toString();
    if (text === location.hash.slice(1) || location.protocol === "about:") return; // in a notebook there is no address
    history.pushState(null, "", text ? `#${text}` : location.pathname + location.search);
  }

  /** Changes some of it; `how` travels to the listeners (where the change came from). */
  function set(change, how = {}) {
    const before = state;
    state = { ...state, ...change };
    if (change.color && change.color !== before.color) state.only = [];
    const homes_ = change.select ? homes(change.select).filter((key) => !state.open.includes(key)) : [];
    if (homes_.length) state.open = unfolded([...state.open, ...homes_]);
    write();
    tell(before, how);
  }

  function tell(before, how) {
    listeners.forEach((listener) => listener(state, before, how));
  }

  function follow() {
    const before = state;
    state = read();
    tell(before, { from: "address" });
  }
  window.addEventListener("popstate", follow);

  const behind = new Map(spec.cards.map(({ id, nodes, lines }) => [id, { nodes: new Set(nodes), lines: new Set(lines) }]));

  /** Whether a node passes the filters. */
  function passes(key) {
    if (state.card && !behind.get(state.card).nodes.has(key)) return false;
    return !state.only.length || state.only.includes(copnet.data.entryOf(color(state.color), key).label);
  }

  /** Whether a tie does: one end among the chosen is enough, so that one sees whom they work with. */
  function linePasses(index) {
    const line = spec.lines[index];
    if (state.card && !behind.get(state.card).lines.has(index)) return false;
    if (!state.only.length) return true;
    const channel = color(state.color);
    return [line.source, line.target].some((key) => state.only.includes(copnet.data.entryOf(channel, key).label));
  }

  const isFiltered = () => state.only.length > 0 || state.card !== null;
  const selectedLine = () => (lineOfKey.has(state.select) ? lineOfKey.get(state.select) : null);
  const selectedNode = () => (place.has(state.select) ? state.select : null);
  const selectedGroup = () => (groupOf.has(state.select) ? state.select : null);

  copnet.state = {
    get: () => state, set, toggle, listen: (listener) => listeners.push(listener), passes, linePasses, isFiltered, selectedLine,
    selectedNode, selectedGroup,
  };
})((window.copnet = window.copnet || {}));
