/* The map itself: vis-network draws at the positions the server computed; what is chosen decides how everything looks. */
(function (copnet) {
  "use strict";

  const { data, state, theme, marks, labels, groups, view } = copnet;
  const { spec, place, node } = data;
  const box = document.getElementById("map");
  const weight = data.groups.length ? 0.9 : spec.lines.length > 1500 ? 0.3 : spec.lines.length > 400 ? 0.5 : 0.75; // many ties, each drawn softer
  const SEEN = 1.5; // pixels; people of an unfolded group that are smaller are a picture of it, and have no names
  const alone = data.groups.length ? [] : data.nodes.filter((one) => one.isolate);
  const dataset = { nodes: new vis.DataSet(), edges: new vis.DataSet() };
  let network = null;
  let hovered = null;
  let looks = { dim: new Map(), names: new Set() };
  let shownLabels = [];
  let marked = []; // all marks there are now: everybody, or groups and who is in those unfolded
  let due = []; // what to show when the map is seen again: reveal's argument
  let way = "wide"; // or "tall": which of the two arrangements fits the screen

  function start() {
    way = box.clientHeight > box.clientWidth * 1.1 ? "tall" : "wide";
    if (!data.groups.length) dataset.edges.add(data.network.edges.map((one) => ({ ...one, color: { color: "#888888" } })));
    refreshMarks();
    refreshLooks();
    network = new vis.Network(box, dataset, data.network.options);
    box.querySelector(".vis-network").tabIndex = -1; // the map is one stop for the keyboard, not two
    network.on("click", clicked);
    network.on("beforeDrawing", (ctx) => groups.drawUnder(ctx, spot, network.getScale(), state.selectedGroup(), looks.names.size > 0));
    network.on("afterDrawing", drawNames);
    network.on("hoverNode", (event) => hover(event.node));
    network.on("blurNode", () => hover(null));
    network.on("hoverEdge", () => document.body.classList.add("pointing"));
    network.on("blurEdge", () => document.body.classList.remove("pointing"));
    view.start(network, { spot, reach, everybody: () => (data.groups.length ? data.groups.filter((one) => one.parent === null) : data.nodes).map((one) => one.key) });
    new ResizeObserver(resized).observe(box);
    box.addEventListener("keydown", keyed);
    box.addEventListener("mousemove", (event) => data.groups.length && pointed(event));
  }

  /** Takes away what is folded, adds what was unfolded: marks, and ties between two that both are there. */
  function refreshMarks() {
    marked = groups.shown();
    const keys = new Set(marked.map((one) => one.key));
    dataset.nodes.remove(dataset.nodes.getIds().filter((key) => !keys.has(key)));
    dataset.nodes.add(marked.filter((one) => !dataset.nodes.get(one.key)).map(mark));
    if (!data.groups.length) return;
    const there = (line) => keys.has(line.source) && keys.has(line.target);
    dataset.edges.remove(dataset.edges.getIds().filter((index) => !there(spec.lines[index])));
    const between = new Set(marked.filter((one) => one.mode !== "group").flatMap((one) => data.around.get(one.key)));
    dataset.edges.add([...between].filter((index) => there(spec.lines[index]) && !dataset.edges.get(index)).map(edge));
  }

  /** vis-network goes by `size` where it leaves out what is not on the screen, and where it looks for what is under the pointer. */
  function mark({ key }) {
    const group = data.groupOf.get(key);
    return { id: key, ...spot(key), shape: "custom", ctxRenderer: paintNode, ...(group ? { size: group.radius } : {}) };
  }

  /** As pyvis_network.py makes those of a map without groups. */
  function edge(index) {
    const line = spec.lines[index];
    const bent = spec.directed && data.lineOfKey.has(`${line.target}~${line.source}`);
    return {
      id: index, from: line.source, to: line.target, width: line.width, dashes: line.dormant ? [6, 6] : false, ...edgeLook(index),
      ...(spec.directed ? { arrows: "to" } : {}), ...(bent ? { smooth: { enabled: true, type: "curvedCW", roundness: 0.12 } } : {}),
    };
  }

  /** Where a node stands in the arrangement of this screen. */
  function spot(key) {
    const [x, y] = node(key)[way];
    return { x, y };
  }

  /** A screen that was turned gets the other arrangement; a view that somebody chose stays as it is. */
  function resized() {
    if (!box.clientWidth || !box.clientHeight) return; // the table is shown
    const seen = { position: network.getViewPosition(), scale: network.getScale() };
    network.setSize("100%", "100%");
    const now = box.clientHeight > box.clientWidth * 1.1 ? "tall" : "wide";
    if (now !== way) {
      way = now;
      dataset.nodes.update(marked.map(({ key }) => ({ id: key, ...spot(key) })));
      view.fit();
    } else if (view.isFitted()) view.fit();
    else view.move(seen, false);
    due.splice(0).forEach(reveal);
    network.redraw();
  }

  const radius = (key) => data.groupOf.get(key)?.radius ?? data.size(state.get().size).radius[place.get(key)];
  const reach = (key) => data.groupOf.get(key)?.room ?? Math.max(...spec.sizes.map((size) => size.radius[place.get(key)]));

  function paintNode({ ctx, id, x, y }) {
    const r = radius(id);
    const group = data.groupOf.get(id);
    if (group) return { drawNode: () => paintGroup(ctx, group, x, y, r), nodeDimensions: { width: 2 * r, height: 2 * r } };
    const entry = data.entryOf(data.color(state.get().color), id);
    const ring = id === state.get().select ? 3 : id === hovered ? 2 : 0;
    const look = { dim: looks.dim.get(id) ?? 1, ring, scale: network ? network.getScale() : 1 };
    return { drawNode: () => marks.draw(ctx, node(id), entry, x, y, r, look), nodeDimensions: { width: 2 * r, height: 2 * r } };
  }

  function paintGroup(ctx, group, x, y, r) {
    const channel = data.color(state.get().color);
    const ring = group.key === state.get().select ? 3 : group.key === hovered ? 2 : 0;
    const look = { dim: looks.dim.get(group.key) ?? 1, ring, scale: network ? network.getScale() : 1, only: state.get().only };
    marks.drawGroup(ctx, group.size, channel.entries, groups.ring(channel, group), x, y, r, look);
  }

  /** Which marks step back: those filtered out, and with a selection everything that does not touch it. */
  function refreshLooks() {
    const line = state.selectedLine();
    const key = state.selectedNode();
    const group = state.selectedGroup();
    const chosen = line !== null ? [spec.lines[line].source, spec.lines[line].target] : key ? [key, ...data.neighbors(key)] : [];
    const near = new Set(chosen.map(groups.standIn));
    const passing = data.groups.length && state.isFiltered() ? groups.passing() : null;
    const passes = (one) => (one.mode === "group" ? !passing || passing.has(one.key) : state.passes(one.key));
    const dim = new Map();
    for (const one of marked) {
      if (near.size) dim.set(one.key, near.has(one.key) ? 1 : 0.18);
      else if (!passes(one)) dim.set(one.key, 0.18);
    }
    if (group) near.add(group);
    looks = { dim, names: near };
  }

  function edgeLook(index) {
    const line = spec.lines[index];
    const tones = theme.tones();
    const chosen = state.selectedLine();
    const key = state.selectedNode();
    const lit = chosen !== null ? chosen === index : key ? line.source === key || line.target === key : null;
    if (lit) return { color: { color: tones.accent, opacity: 1, inherit: false } };
    const faint = lit === false || !state.linePasses(index);
    return { color: { color: tones.tie, opacity: faint ? 0.08 : weight * line.opacity, inherit: false } };
  }

  function redraw() {
    refreshMarks();
    refreshLooks();
    dataset.edges.update(dataset.edges.getIds().map((index) => ({ id: index, ...edgeLook(index) })));
    network.redraw();
  }

  /** Names in the order of how much they are needed: chosen, without a tie, many ties. */
  function drawNames(ctx) {
    const scale = network.getScale();
    const group = state.selectedGroup();
    const wanted = [];
    for (const one of marked) {
      const chosen = looks.names.has(one.key) || one.key === hovered;
      const must = chosen && (one.key === hovered || one.key !== group); // the panel names a group; its name need not cover others
      const dimmed = (looks.dim.get(one.key) ?? 1) < 1;
      const seen = one.mode === "group" || !data.groups.length || radius(one.key) * scale >= SEEN;
      const named = one.name !== null && ((!dimmed && seen) || chosen);
      const at = network.canvasToDOM(spot(one.key));
      wanted.push({ key: one.key, text: named ? one.name : null, x: at.x, y: at.y, r: radius(one.key) * scale, must, quiet: one.mode === "collaboration", weight: chosen ? 3 : one.isolate && alone.length ? 2 : radius(one.key) / 100 });
    }
    wanted.sort((a, b) => b.weight - a.weight);
    ctx.save();
    const ratio = ctx.canvas.width / box.clientWidth;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const font = theme.font();
    const tags = groups.placeTags(ctx, font, (at) => network.canvasToDOM(at), spot, scale, { width: box.clientWidth, height: box.clientHeight });
    const titled = alone.length > 0 && !state.isFiltered() && !looks.names.size;
    const frame = { width: box.clientWidth, height: box.clientHeight, covered: [...view.covered(), ...tags, ...(titled ? [rowTitle()] : [])] };
    shownLabels = labels.place(ctx, wanted, font, frame);
    labels.draw(ctx, shownLabels, theme.tones(), font);
    groups.drawNames(ctx, font, wanted, new Set(shownLabels.map((one) => one.key)));
    groups.drawTags(ctx, font);
    if (titled) drawRowTitle(ctx, font);
    ctx.restore();
  }

  function drawRowTitle(ctx, font) {
    const at = rowTitle();
    ctx.font = `12px ${font}`;
    ctx.textAlign = "left";
    ctx.fillStyle = theme.tones().muted;
    ctx.fillText(`${spec.nouns.isolates} (${alone.length})`, at.x, at.y + at.h / 2);
  }

  /** The room of the words above the row of those without a tie, in pixels of the screen. */
  function rowTitle() {
    const first = spot(alone[0].key);
    const at = network.canvasToDOM({ x: first.x - 40, y: first.y - radius(alone[0].key) });
    return { x: at.x, y: at.y - 40, w: 8 * spec.nouns.isolates.length + 40, h: 16 };
  }

  function hover(key) {
    hovered = key;
    document.body.classList.toggle("pointing", key !== null);
    network.redraw();
  }

  function clicked(event) {
    const [key] = event.nodes;
    const [index] = event.edges;
    const tag = groups.tagAt(event.pointer.DOM);
    if (tag ?? data.groupOf.has(key)) return state.toggle(tag ?? key, { from: "map" });
    if (key !== undefined) state.set({ select: key }, { from: "map" });
    else if (index !== undefined) state.set({ select: data.lineKey(spec.lines[index]) }, { from: "map" });
    else if (state.get().select) state.set({ select: null }, { from: "map" });
  }

  function pointed(event) {
    const frame = box.getBoundingClientRect();
    const over = groups.tagAt({ x: event.clientX - frame.left, y: event.clientY - frame.top }) !== null;
    document.body.classList.toggle("pointing", over || hovered !== null);
  }

  /** Moves the map to a group that was unfolded, or back to where its mark is; and to what was selected. */
  function reveal(toggled = null) {
    if (!box.clientHeight) return void (due = [toggled]); // the table is shown
    if (!toggled) return view.reveal(data.groups.length && !state.selectedGroup() ? [...looks.names].filter((key) => place.has(key)) : [...looks.names]);
    if (groups.isOpen(toggled)) view.show([toggled], 1.4, true);
    else view.fit(true);
    view.moved();
  }

  /** Arrow keys: from the selection to the nearest mark in that direction. */
  const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  function keyed(event) {
    const arrow = ARROWS[event.key];
    if (arrow) step(arrow);
    else if (event.key === "Enter" && entered()) state.toggle(entered().key, { from: "keys" });
    else if (event.key === "+" || event.key === "=") view.zoom(1.3);
    else if (event.key === "-") view.zoom(1 / 1.3);
    else if (event.key === "0") view.fit(true);
    else return;
    event.preventDefault();
  }

  /** The group Enter is about: the one that is selected, or that of whoever is selected. */
  function entered() {
    const one = node(state.selectedNode() ?? state.selectedGroup());
    return one?.mode === "group" ? one : one && groups.homeOf(one);
  }

  function step([dx, dy]) {
    const from = state.selectedNode() ?? state.selectedGroup();
    if (!from) return state.set({ select: marked[0].key }, { from: "keys" });
    const here = spot(from);
    let best = null;
    for (const one of marked) {
      const there = spot(one.key);
      const ahead = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
      if (one.key === from || ahead <= 0) continue;
      const cost = ahead + 2 * aside;
      if (!best || cost < best.cost) best = { cost, key: one.key };
    }
    if (best) state.set({ select: best.key }, { from: "keys" });
  }

  /** Where a mark is on the screen, in pixels of the page, or a point `beside` it, in radii; for tests. */
  function whereIs(key, beside = 0) {
    const { x, y } = spot(key);
    const at = network.canvasToDOM({ x: x + beside * radius(key), y });
    const frame = box.getBoundingClientRect();
    return { x: frame.left + at.x, y: frame.top + at.y };
  }

  copnet.map = { start, redraw, reveal, whereIs, names: () => shownLabels };
})((window.copnet = window.copnet || {}));
