/* What is chosen: one object, kept in the address, so that a view can be sent and the back button works. */
(function (copnet) {
  "use strict";

  const { spec, color, size, card, place, lineOfKey } = copnet.data;
  const CLEAN = { color: spec.color_by, size: spec.size_by, view: "map", only: [], card: null, select: null };
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
    if (place.has(select) || lineOfKey.has(select)) chosen.select = select;
    return chosen;
  }

  function write() {
    const address = new URLSearchParams();
    for (const name of ["color", "size", "view", "card", "select"]) {
      if (state[name] !== CLEAN[name] && state[name] !== null) address.set(name, state[name]);
    }
    for (const label of state.only) address.append("only", label);
    const text = address.toString();
    if (text === location.hash.slice(1) || location.protocol === "about:") return; // in a notebook there is no address
    history.pushState(null, "", text ? `#${text}` : location.pathname + location.search);
  }

  /** Changes some of it; `how` travels to the listeners (where the change came from). */
  function set(change, how = {}) {
    const before = state;
    state = { ...state, ...change };
    if (change.color && change.color !== before.color) state.only = [];
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

  /** Whether a node passes the filters. */
  function passes(key) {
    const shown = state.card && card(state.card);
    if (shown && !shown.nodes.includes(key)) return false;
    return !state.only.length || state.only.includes(copnet.data.entryOf(color(state.color), key).label);
  }

  /** Whether a tie does: one end among the chosen is enough, so that one sees whom they work with. */
  function linePasses(index) {
    const line = spec.lines[index];
    const shown = state.card && card(state.card);
    if (shown && !shown.lines.includes(index)) return false;
    if (!state.only.length) return true;
    const channel = color(state.color);
    return [line.source, line.target].some((key) => state.only.includes(copnet.data.entryOf(channel, key).label));
  }

  const isFiltered = () => state.only.length > 0 || state.card !== null;
  const selectedLine = () => (lineOfKey.has(state.select) ? lineOfKey.get(state.select) : null);
  const selectedNode = () => (place.has(state.select) ? state.select : null);

  copnet.state = {
    get: () => state, set, listen: (listener) => listeners.push(listener), passes, linePasses, isFiltered, selectedLine,
    selectedNode,
  };
})((window.copnet = window.copnet || {}));
