/* Names beside marks, placed in screen pixels by priority, without overlap. */
(function (copnet) {
  "use strict";

  const SIZE = 12;
  const CELL = 64;
  const widths = new Map();

  /** Boxes that are taken, in a grid, so that asking costs little. */
  function Taken() {
    const cells = new Map();
    const spread = (box, act) => {
      for (let i = Math.floor(box.x / CELL); i <= Math.floor((box.x + box.w) / CELL); i++) {
        for (let j = Math.floor(box.y / CELL); j <= Math.floor((box.y + box.h) / CELL); j++) {
          if (act(`${i},${j}`)) return true;
        }
      }
      return false;
    };
    return {
      add: (box) => spread(box, (cell) => void (cells.get(cell) || cells.set(cell, []).get(cell)).push(box)),
      hits: (box) => spread(box, (cell) => (cells.get(cell) || []).some((other) => other.key !== box.key
        && box.x < other.x + other.w && other.x < box.x + box.w && box.y < other.y + other.h && other.y < box.y + box.h)),
    };
  }

  function shorten(text) {
    return text.length > 32 ? `${text.slice(0, 30).trimEnd()}…` : text;
  }

  function width(ctx, text) {
    if (!widths.has(text)) widths.set(text, ctx.measureText(text).width);
    return widths.get(text);
  }

  /** Below, above, right, left of a mark. */
  function candidates(mark, w) {
    const h = SIZE + 4;
    const gap = mark.r + 4;
    return [
      { x: mark.x - w / 2, y: mark.y + gap, w, h },
      { x: mark.x - w / 2, y: mark.y - gap - h, w, h },
      { x: mark.x + gap, y: mark.y - h / 2, w, h },
      { x: mark.x - gap - w, y: mark.y - h / 2, w, h },
    ];
  }

  /** The same places a line or more away, for a name that has to stand somewhere. */
  function farther(boxes) {
    return [1, 2, 3].flatMap((lines) => boxes.flatMap((box) => [-1, 1].map((side) => ({ ...box, y: box.y + side * lines * box.h }))));
  }

  /**
   * Where the labels go.
   * marks: [{key, text, x, y, r, must}] in screen pixels, most important first; `must` ones are placed even if they cover,
   * `quiet` ones are drawn in a softer tone.
   * frame: {width, height, covered}; covered are boxes where no name can be read, such as the legend.
   * Returns [{key, text, x, y, w, h}].
   */
  function place(ctx, marks, font, frame) {
    ctx.font = `${SIZE}px ${font}`;
    const taken = Taken();
    const written = Taken(); // what a name that has to stand somewhere keeps off: it may cover marks, but no other name
    frame.covered.forEach((box) => [taken, written].forEach((one) => one.add({ ...box, key: "" })));
    marks.forEach((mark) => taken.add({ key: mark.key, x: mark.x - mark.r, y: mark.y - mark.r, w: 2 * mark.r, h: 2 * mark.r }));
    const placed = [];
    for (const mark of [...marks.filter((one) => one.must), ...marks.filter((one) => !one.must)]) {
      if (mark.text === null) continue; // takes its room, but has no name to show
      const text = shorten(mark.text);
      const boxes = candidates(mark, width(ctx, text) + 4).map((box) => ({ ...box, key: mark.key, text, quiet: mark.quiet }));
      const within = (box) => box.x >= 0 && box.y >= 0 && box.x + box.w <= frame.width && box.y + box.h <= frame.height;
      const inside = boxes.filter(within);
      const needed = () => [...inside, ...farther(boxes).filter(within)].find((box) => !written.hits(box)) || inside[0] || boxes[0];
      const free = inside.find((box) => !taken.hits(box)) || (mark.must ? needed() : null);
      if (!free) continue;
      [taken, written].forEach((one) => one.add({ ...free, key: null }));
      placed.push(free);
    }
    return placed;
  }

  function draw(ctx, boxes, tones, font) {
    ctx.font = `${SIZE}px ${font}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    for (const box of boxes) {
      ctx.lineWidth = 4;
      ctx.strokeStyle = tones.ground;
      ctx.strokeText(box.text, box.x + box.w / 2, box.y + box.h / 2);
      ctx.fillStyle = box.quiet ? tones.muted : tones.ink;
      ctx.fillText(box.text, box.x + box.w / 2, box.y + box.h / 2);
    }
  }

  copnet.labels = { place, draw };
})((window.copnet = window.copnet || {}));
