/* The map itself: vis-network draws at the positions the server computed; what is chosen decides how everything looks. */
(function (copnet) {
  "use strict";

  const { data, state, theme, marks, labels } = copnet;
  const { spec, place, node } = data;
  const box = document.getElementById("map");
  const ZOOM = { least: 0.05, most: 4 };
  const dataset = { nodes: new vis.DataSet(), edges: new vis.DataSet() };
  let network = null;
  let hovered = null;
  let looks = { dim: new Map(), names: new Set() };
  let shownLabels = [];

  function start() {
    dataset.nodes.add(data.network.nodes.map((one) => ({ ...one, shape: "custom", ctxRenderer: paintNode })));
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
    network.on("zoom", limitZoom);
    network.on("resize", () => fit());
    fit();
    box.addEventListener("keydown", keyed);
  }

  const radius = (key) => data.size(state.get().size).radius[place.get(key)];

  function paintNode({ ctx, id, x, y }) {
    const r = radius(id);
    const entry = data.entryOf(data.color(state.get().color), id);
    const ring = id === state.get().select ? 3 : id === hovered ? 2 : 0;
    const look = { dim: looks.dim.get(id) ?? 1, ring };
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
    return { color: { color: tones.tie, opacity: faint ? 0.08 : 0.75 * line.opacity, inherit: false } };
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
      const at = network.canvasToDOM({ x: one.x, y: one.y });
      wanted.push({ key: one.key, text: named ? one.name : null, x: at.x, y: at.y, r: radius(one.key) * scale, must, weight: must ? 3 : one.isolate ? 2 : radius(one.key) / 100 });
    }
    wanted.sort((a, b) => b.weight - a.weight);
    ctx.save();
    const ratio = ctx.canvas.width / box.clientWidth;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const font = theme.font();
    shownLabels = spec.labels || looks.names.size || hovered ? labels.place(ctx, wanted, font) : [];
    labels.draw(ctx, shownLabels, theme.tones(), font);
    if (spec.row && !state.isFiltered() && !looks.names.size) drawRowTitle(ctx, font);
    ctx.restore();
  }

  function drawRowTitle(ctx, font) {
    const alone = data.nodes.filter((one) => one.isolate);
    const left = Math.min(...alone.map((one) => one.x)) - 40;
    const at = network.canvasToDOM({ x: left, y: spec.row[1] - 56 });
    ctx.font = `12px ${font}`;
    ctx.textAlign = "left";
    ctx.fillStyle = theme.tones().muted;
    ctx.fillText(`${spec.nouns.isolates} (${alone.length})`, at.x, at.y);
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

  /** Free pixels around the map: what the legend and the panel cover is not counted in. */
  function room() {
    const narrow = window.matchMedia("(max-width: 640px)").matches;
    const legend = narrow || window.matchMedia("print").matches ? 0 : 280;
    const panel = !narrow && !document.getElementById("panel").hidden ? 360 : 0;
    return { left: legend, right: panel, width: box.clientWidth, height: box.clientHeight };
  }

  function fit(animate = false) {
    const { left, right, width, height } = room();
    const reach = (one) => Math.max(...spec.sizes.map((size) => size.radius[place.get(one.key)]));
    const xs = data.nodes.flatMap((one) => [one.x - reach(one), one.x + reach(one)]);
    const ys = data.nodes.flatMap((one) => [one.y - reach(one), one.y + reach(one)]);
    const [x0, x1, y0, y1] = [least(xs), most(xs), least(ys), most(ys)];
    const scale = Math.min((width - left - right - 96) / (x1 - x0), (height - 80) / (y1 - y0), 1.4);
    const shift = (left - right) / 2 / scale;
    move({ position: { x: (x0 + x1) / 2 - shift, y: (y0 + y1) / 2 }, scale: Math.max(scale, ZOOM.least) }, animate);
  }
  const least = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);

  function move(to, animate) {
    network.moveTo({ ...to, animation: animate && !theme.isStill() ? { duration: 240, easingFunction: "easeInOutQuad" } : false });
  }

  function zoom(factor) {
    move({ scale: Math.min(Math.max(network.getScale() * factor, ZOOM.least), ZOOM.most) }, true);
  }

  function limitZoom() {
    const scale = network.getScale();
    if (scale < ZOOM.least || scale > ZOOM.most) network.moveTo({ scale: Math.min(Math.max(scale, ZOOM.least), ZOOM.most) });
  }

  /** Moves the map only as far as needed for the selection to be seen beside legend and panel. */
  function reveal() {
    const line = state.selectedLine();
    const keys = line !== null ? [spec.lines[line].source, spec.lines[line].target] : [state.selectedNode()].filter(Boolean);
    if (!keys.length) return;
    const x = keys.reduce((sum, key) => sum + node(key).x, 0) / keys.length;
    const y = keys.reduce((sum, key) => sum + node(key).y, 0) / keys.length;
    const at = network.canvasToDOM({ x, y });
    const { right, width, height } = room();
    if (at.x > 48 && at.x < width - right - 48 && at.y > 48 && at.y < height - 48) return;
    move({ position: { x: x + right / 2 / network.getScale(), y } }, true);
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
    const here = node(from);
    let best = null;
    for (const one of data.nodes) {
      const ahead = (one.x - here.x) * dx + (one.y - here.y) * dy;
      const aside = Math.abs((one.x - here.x) * dy) + Math.abs((one.y - here.y) * dx);
      if (one.key === from || ahead <= 0) continue;
      const cost = ahead + 2 * aside;
      if (!best || cost < best.cost) best = { cost, key: one.key };
    }
    if (best) state.set({ select: best.key }, { from: "keys" });
  }

  /** Where a node is on the screen, in pixels of the page; for tests. */
  function whereIs(key) {
    const at = network.canvasToDOM({ x: node(key).x, y: node(key).y });
    const frame = box.getBoundingClientRect();
    return { x: frame.left + at.x, y: frame.top + at.y };
  }

  copnet.map = { start, redraw, fit, zoom, reveal, whereIs, names: () => shownLabels };
})((window.copnet = window.copnet || {}));
