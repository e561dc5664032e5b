/* Which part of the map is seen: zoom, everything, and what was chosen moved out from under legend and panel. */
(function (copnet) {
  "use strict";

  const { theme } = copnet;
  const { groups, groupOf } = copnet.data;
  const box = document.getElementById("map");
  const narrow = window.matchMedia("(max-width: 640px)"); // there the panel is a sheet from below
  const smallest = groups.length ? 0.005 : 0.05; // groups have room for everybody in them
  const MOST = 4;
  const READABLE = 0.3; // below it one does not tell one mark from the next
  const NAME = 28; // pixels that the name above a group needs
  const LARGEST = 1.4; // nothing is shown larger, however few there are
  let network = null;
  let spot = null;
  let reach = null;
  let everybody = null;
  let fitted = true; // whether the view still is the one that shows everything

  /** `parts`: where a key stands, the largest radius it is drawn with, and all keys there are now. */
  function start(drawn, parts) {
    network = drawn;
    ({ spot, reach, everybody } = parts);
    network.on("zoom", zoomed);
    network.on("dragEnd", () => (fitted = false));
    fit();
  }

  /** Where legend, buttons, panel, chips and the hint lie over the map. */
  function covered() {
    const frame = box.getBoundingClientRect();
    return ["legend", "panel", "views", "zoom", "chips", "notice"].map((name) => document.querySelector(`.${name}`)?.getBoundingClientRect())
      .filter((one) => one?.height).map((one) => ({ x: one.left - frame.left, y: one.top - frame.top, w: one.width, h: one.height }));
  }

  /** The part of the map that legend and panel leave free, in pixels of the map. */
  function free() {
    const frame = box.getBoundingClientRect();
    const area = { left: 24, right: frame.width - 24, top: 24, bottom: frame.height - 24 };
    const notice = document.querySelector(".stage > .notice")?.getBoundingClientRect();
    if (groups.length && notice?.height && notice.bottom < frame.bottom) area.top = Math.max(area.top, notice.bottom - frame.top + NAME);
    const legend = document.getElementById("legend").getBoundingClientRect();
    if (legend.top < frame.bottom - 8) area.left = Math.max(area.left, legend.right - frame.left + 24);
    const panel = document.getElementById("panel").getBoundingClientRect();
    if (panel.height && narrow.matches) area.bottom = Math.min(area.bottom, window.innerHeight - panel.height - 8);
    else if (panel.height) area.right = Math.min(area.right, panel.left - frame.left - 24);
    return area;
  }

  /** The rectangle the marks of these keys fill, in the map's own pixels, names counted in. */
  function extent(keys) {
    const boxes = keys.map((key) => ({ ...spot(key), r: reach(key) }));
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
    const scale = Math.max(fitting, smallest);
    const off = { x: (area.left + area.right - box.clientWidth) / 2 / scale, y: (area.top + area.bottom - box.clientHeight) / 2 / scale };
    move({ position: { x: (left + right) / 2 - off.x, y: (top + bottom) / 2 - off.y }, scale }, animate);
  }

  function fit(animate = false) {
    if (!box.clientHeight) return;
    show(everybody(), LARGEST, animate);
    fitted = true;
  }
  const least = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);

  function move(to, animate) {
    network.moveTo({ ...to, animation: animate && !theme.isStill() ? { duration: 240, easingFunction: "easeInOutQuad" } : false });
  }

  function zoom(factor) {
    fitted = false;
    move({ scale: Math.min(Math.max(network.getScale() * factor, smallest), MOST) }, true);
  }

  /** After the wheel or two fingers: not beyond what can be read. */
  function zoomed() {
    fitted = false;
    const scale = network.getScale();
    if (scale < smallest || scale > MOST) network.moveTo({ scale: Math.min(Math.max(scale, smallest), MOST) });
  }

  /** Moves the map only when something of the selection would be covered or lies outside. */
  function reveal(keys) {
    if (!keys.length || !box.clientHeight) return;
    if (narrow.matches) box.scrollIntoView({ block: "start", behavior: theme.isStill() ? "auto" : "smooth" });
    const area = free();
    const { left, right, top, bottom } = extent(keys);
    const [from, to] = [network.canvasToDOM({ x: left, y: top }), network.canvasToDOM({ x: right, y: bottom })];
    const inside = from.x >= area.left && to.x <= area.right && from.y >= area.top && to.y <= area.bottom;
    const readable = !groups.length || groupOf.has(keys[0]) || network.getScale() >= READABLE;
    if (inside && readable) return;
    show(keys, groups.length ? LARGEST : network.getScale(), true);
    fitted = false;
  }

  copnet.view = { start, covered, show, fit, move, zoom, reveal, isFitted: () => fitted, moved: () => (fitted = false) };
})((window.copnet = window.copnet || {}));
