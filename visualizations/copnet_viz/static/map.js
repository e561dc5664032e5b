/* The map itself: vis-network draws at the positions the server computed; what is chosen decides how everything looks. */
(function (copnet) {
  "use strict";

  const { data, state, theme, marks, labels } = copnet;
  const { spec, place, node } = data;
  const box = document.getElementById("map");
  const weight = spec.lines.length > 1500 ? 0.3 : spec.lines.length > 400 ? 0.5 : 0.75; // many ties, each drawn softer
  const narrow = window.matchMedia("(max-width: 640px)"); // there the panel is a sheet from below
  const ZOOM = { least: 0.05, most: 4 };
  const alone = data.nodes.filter((one) => one.isolate);
  const dataset = { nodes: new vis.DataSet(), edges: new vis.DataSet() };
  let network = null;
  let hovered = null;
  let looks = { dim: new Map(), names: new Set() };
  let shownLabels = [];
  let fitted = true; // whether the view still is the one that shows everything
  let way = "wide"; // or "tall": which of the two arrangements fits the screen

  function start() {
    way = box.clientHeight > box.clientWidth * 1.1 ? "tall" : "wide";
    dataset.nodes.add(data.network.nodes.map((one) => ({ ...one, ...spot(one.id), shape: "custom", ctxRenderer: paintNode })));
    refreshLooks();
    dataset.edges.add(data.network.edges.map((one) => ({ ...one, ...edgeLook(one.id) })));
    network = new vis.Network(box, dataset, data.network.options);
    box.querySelector(".vis-network").tabIndex = -1; // the map is one stop for the keyboard, not two
    network.on("click", clicked);
    network.on("afterDrawing", drawNames);
    network.on("hoverNode", (event) => hover(event.node));
    network.on("blurNode", () => hover(null));
    network.on("hoverEdge", () => document.body.classList.add("pointing"));
    network.on("blurEdge", () => document.body.classList.remove("pointing"));
    network.on("zoom", zoomed);
    network.on("dragEnd", () => (fitted = false));
    fit();
    new ResizeObserver(resized).observe(box);
    box.addEventListener("keydown", keyed);
  }

  /** Where a node stands in the arrangement of this screen. */
  function spot(key) {
    const [x, y] = node(key)[way];
    return { x, y };
  }

  /** A screen that was turned gets the other arrangement; a view that somebody chose stays as it is. */
  function resized() {
    if (!box.clientWidth || !box.clientHeight) return; // the table is shown
    const view = { position: network.getViewPosition(), scale: network.getScale() };
    network.setSize("100%", "100%");
    const now = box.clientHeight > box.clientWidth * 1.1 ? "tall" : "wide";
    if (now !== way) {
      way = now;
      dataset.nodes.update(data.nodes.map(({ key }) => ({ id: key, ...spot(key) })));
      fitted = true;
    }
    if (fitted) fit();
    else move(view, false);
    network.redraw();
  }

  const radius = (key) => data.size(state.get().size).radius[place.get(key)];

  function paintNode({ ctx, id, x, y }) {
    const r = radius(id);
    const entry = data.entryOf(data.color(state.get().color), id);
    const ring = id === state.get().select ? 3 : id === hovered ? 2 : 0;
    const look = { dim: looks.dim.get(id) ?? 1, ring, scale: network ? network.getScale() : 1 };
    return { drawNode: () => marks.draw(ctx, node(id), entry, x, y, r, look), nodeDimensions: { width: 2 * r, height: 2 * r } };
  }

  /** Which marks step back: those filtered out, and with a selection everything that does not touch it. */
  function refreshLooks() {
    const line = state.selectedLine();
    const key = state.selectedNode();
    const near = new Set(line !== null ? [spec.lines[line].source, spec.lines[line].target] : key ? [key, ...data.neighbors(key)] : []);
    const dim = new Map();
    for (const one of data.nodes) {
      if (near.size) dim.set(one.key, near.has(one.key) ? 1 : 0.18);
      else if (!state.passes(one.key)) dim.set(one.key, 0.18);
    }
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
    refreshLooks();
    dataset.edges.update(spec.lines.map((_, index) => ({ id: index, ...edgeLook(index) })));
    network.redraw();
  }

  /** Names in the order of how much they are needed: chosen, without a tie, many ties. */
  function drawNames(ctx) {
    const scale = network.getScale();
    const wanted = [];
    for (const one of data.nodes) {
      const must = looks.names.has(one.key) || one.key === hovered;
      const dimmed = (looks.dim.get(one.key) ?? 1) < 1;
      const named = one.name !== null && (spec.labels || must) && (!dimmed || must);
      const at = network.canvasToDOM(spot(one.key));
      wanted.push({ key: one.key, text: named ? one.name : null, x: at.x, y: at.y, r: radius(one.key) * scale, must, quiet: one.mode === "collaboration", weight: must ? 3 : one.isolate ? 2 : radius(one.key) / 100 });
    }
    wanted.sort((a, b) => b.weight - a.weight);
    ctx.save();
    const ratio = ctx.canvas.width / box.clientWidth;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const font = theme.font();
    const titled = alone.length > 0 && !state.isFiltered() && !looks.names.size;
    const frame = { width: box.clientWidth, height: box.clientHeight, covered: [...covered(), ...(titled ? [rowTitle()] : [])] };
    shownLabels = spec.labels || looks.names.size || hovered ? labels.place(ctx, wanted, font, frame) : [];
    labels.draw(ctx, shownLabels, theme.tones(), font);
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
    if (key !== undefined) state.set({ select: key }, { from: "map" });
    else if (index !== undefined) state.set({ select: data.lineKey(spec.lines[index]) }, { from: "map" });
    else if (state.get().select) state.set({ select: null }, { from: "map" });
  }

  /** Where legend, buttons and panel lie over the map. */
  function covered() {
    const frame = box.getBoundingClientRect();
    return ["legend", "panel", "views", "zoom"].map((name) => document.querySelector(`.${name}`).getBoundingClientRect())
      .filter((one) => one.height).map((one) => ({ x: one.left - frame.left, y: one.top - frame.top, w: one.width, h: one.height }));
  }

  /** The part of the map that legend and panel leave free, in pixels of the map. */
  function free() {
    const frame = box.getBoundingClientRect();
    const area = { left: 24, right: frame.width - 24, top: 24, bottom: frame.height - 24 };
    const legend = document.getElementById("legend").getBoundingClientRect();
    if (legend.top < frame.bottom - 8) area.left = Math.max(area.left, legend.right - frame.left + 24);
    const panel = document.getElementById("panel").getBoundingClientRect();
    if (panel.height && narrow.matches) area.bottom = Math.min(area.bottom, window.innerHeight - panel.height - 8);
    else if (panel.height) area.right = Math.min(area.right, panel.left - frame.left - 24);
    return area;
  }

  /** The rectangle the marks of these keys fill, in the map's own pixels, names counted in. */
  function extent(keys) {
    const boxes = keys.map((key) => ({ ...spot(key), r: Math.max(...spec.sizes.map((size) => size.radius[place.get(key)])) }));
    return {
      left: least(boxes.map((one) => one.x - one.r - 24)), right: most(boxes.map((one) => one.x + one.r + 24)),
      top: least(boxes.map((one) => one.y - one.r - 8)), bottom: most(boxes.map((one) => one.y + one.r + 20)),
    };
  }

  /** Shows these keys in the free part, at most at this zoom. */
  function show(keys, largest, animate) {
    const area = free();
    const { left, right, top, bottom } = extent(keys);
    const fitting = Math.min((area.right - area.left) / (right - left), (area.bottom - area.top) / (bottom - top), largest);
    const scale = Math.max(fitting, ZOOM.least);
    const off = { x: (area.left + area.right - box.clientWidth) / 2 / scale, y: (area.top + area.bottom - box.clientHeight) / 2 / scale };
    move({ position: { x: (left + right) / 2 - off.x, y: (top + bottom) / 2 - off.y }, scale }, animate);
  }

  function fit(animate = false) {
    if (!box.clientHeight) return;
    show(data.nodes.map((one) => one.key), 1.4, animate);
    fitted = true;
  }
  const least = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);

  function move(to, animate) {
    network.moveTo({ ...to, animation: animate && !theme.isStill() ? { duration: 240, easingFunction: "easeInOutQuad" } : false });
  }

  function zoom(factor) {
    fitted = false;
    move({ scale: Math.min(Math.max(network.getScale() * factor, ZOOM.least), ZOOM.most) }, true);
  }

  /** After the wheel or two fingers: not beyond what can be read. */
  function zoomed() {
    fitted = false;
    const scale = network.getScale();
    if (scale < ZOOM.least || scale > ZOOM.most) network.moveTo({ scale: Math.min(Math.max(scale, ZOOM.least), ZOOM.most) });
  }

  /** Moves the map only when something of the selection would be covered or lies outside. */
  function reveal() {
    const keys = [...looks.names];
    if (!keys.length || !box.clientHeight) return;
    if (narrow.matches) box.scrollIntoView({ block: "start", behavior: theme.isStill() ? "auto" : "smooth" });
    const area = free();
    const { left, right, top, bottom } = extent(keys);
    const [from, to] = [network.canvasToDOM({ x: left, y: top }), network.canvasToDOM({ x: right, y: bottom })];
    const inside = from.x >= area.left && to.x <= area.right && from.y >= area.top && to.y <= area.bottom;
    if (inside) return;
    show(keys, network.getScale(), true);
    fitted = false;
  }

  /** Arrow keys: from the selection to the nearest mark in that direction. */
  const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  function keyed(event) {
    const arrow = ARROWS[event.key];
    if (arrow) step(arrow);
    else if (event.key === "+" || event.key === "=") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else if (event.key === "0") fit(true);
    else return;
    event.preventDefault();
  }

  function step([dx, dy]) {
    const from = state.selectedNode();
    if (!from) return state.set({ select: data.nodes[0].key }, { from: "keys" });
    const here = spot(from);
    let best = null;
    for (const one of data.nodes) {
      const there = spot(one.key);
      const ahead = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
      if (one.key === from || ahead <= 0) continue;
      const cost = ahead + 2 * aside;
      if (!best || cost < best.cost) best = { cost, key: one.key };
    }
    if (best) state.set({ select: best.key }, { from: "keys" });
  }

  /** Where a node is on the screen, in pixels of the page; for tests. */
  function whereIs(key) {
    const at = network.canvasToDOM(spot(key));
    const frame = box.getBoundingClientRect();
    return { x: frame.left + at.x, y: frame.top + at.y };
  }

  copnet.map = { start, redraw, fit, zoom, reveal, whereIs, names: () => shownLabels };
})((window.copnet = window.copnet || {}));
