/* Marks on the canvas and in the legend: shape says what it is, fill says to which group it belongs, letters say who. */
(function (copnet) {
  "use strict";

  const { svg } = copnet.words;
  const { theme } = copnet;
  const READABLE = 6; // pixels; letters below that are only noise

  function outline(ctx, mode, x, y, r) {
    ctx.beginPath();
    if (mode === "organization") {
      const half = r * 0.89; // the area of the circle of this radius
      ctx.roundRect(x - half, y - half, 2 * half, 2 * half, half * 0.35);
    } else if (mode === "collaboration") {
      const reach = r * 1.25;
      ctx.moveTo(x, y - reach);
      ctx.lineTo(x + reach, y);
      ctx.lineTo(x, y + reach);
      ctx.lineTo(x - reach, y);
      ctx.closePath();
    } else {
      ctx.arc(x, y, r, 0, 2 * Math.PI);
    }
  }

  /** The paint of an entry: filled or hollow, so that "no value" and "not named" are not told by color alone. */
  function paint(entry) {
    const tones = theme.tones();
    if (entry.style === "slot") return { fill: tones.slots[entry.slot], stroke: tones.ground, dash: [] };
    if (entry.style === "other" || entry.style === "plain") return { fill: tones.muted, stroke: tones.ground, dash: [] };
    return { fill: tones.ground, stroke: tones.muted, dash: entry.style === "withheld" ? [3, 3] : [] };
  }

  /** Draws one mark. `look`: dim (0 to 1), ring (selected or under the pointer), scale (of the map). */
  function draw(ctx, node, entry, x, y, r, look) {
    const tones = theme.tones();
    const { fill, stroke, dash } = paint(entry);
    outline(ctx, node.mode, x, y, r + 2); // the ground around a mark keeps ties and other marks off it
    ctx.fillStyle = tones.ground;
    ctx.fill();
    ctx.globalAlpha = look.dim;
    outline(ctx, node.mode, x, y, r);
    ctx.fillStyle = fill;
    ctx.fill();
    if (fill === tones.ground) {
      ctx.lineWidth = 2;
      ctx.strokeStyle = stroke;
      ctx.setLineDash(dash);
      ctx.stroke();
      ctx.setLineDash([]);
    }
    const size = Math.round(Math.min(r * 0.82, 15) * (node.initials.length > 2 ? 0.82 : 1));
    if (node.initials && size * look.scale >= READABLE) {
      ctx.font = `600 ${size}px ${theme.font()}`;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillStyle = fill === tones.ground ? tones.ink : theme.on(fill);
      ctx.fillText(node.initials, x, y + size * 0.06);
    }
    if (look.ring) {
      ctx.globalAlpha = 1;
      outline(ctx, node.mode, x, y, r + 4.5);
      ctx.lineWidth = look.ring;
      ctx.strokeStyle = tones.accent;
      ctx.stroke();
    }
  }

  /** A group: how many it holds, and around that the shares of the colors; those filtered out (not among `look.only`) step back. */
  function drawGroup(ctx, size, entries, counts, x, y, r, look) {
    const tones = theme.tones();
    const inner = r * 0.78;
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.fillStyle = tones.ground;
    ctx.fill();
    ctx.globalAlpha = look.dim;
    let from = -Math.PI / 2;
    entries.forEach((entry, place) => {
      if (!counts[place]) return;
      const to = from + (counts[place] / size) * 2 * Math.PI;
      const { fill, stroke } = paint(entry);
      ctx.beginPath();
      ctx.arc(x, y, r, from, to);
      ctx.arc(x, y, inner, to, from, true);
      ctx.closePath();
      ctx.fillStyle = fill === tones.ground ? stroke : fill;
      const back = look.only.length && !look.only.includes(entry.label) ? 0.3 : 1;
      ctx.globalAlpha = look.dim * back * (entry.style === "slot" ? 1 : 0.35);
      ctx.fill();
      from = to;
    });
    ctx.globalAlpha = look.dim;
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.lineWidth = 1 / look.scale;
    ctx.strokeStyle = tones.muted;
    ctx.stroke();
    const text = size.toLocaleString("en");
    const letters = Math.min(15 / look.scale, (inner * 1.5) / (0.6 * text.length), inner);
    if (letters * look.scale >= 9) {
      ctx.font = `600 ${letters}px ${theme.font()}`;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillStyle = tones.ink;
      ctx.fillText(text, x, y + letters * 0.06);
    }
    if (look.ring) {
      ctx.globalAlpha = 1;
      ctx.beginPath();
      ctx.arc(x, y, r + 3 / look.scale, 0, 2 * Math.PI);
      ctx.lineWidth = look.ring / look.scale;
      ctx.strokeStyle = tones.accent;
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
  }

  /** The same mark, small, for the legend. */
  function swatch(entry, mode) {
    const { fill, stroke, dash } = paint(entry);
    const hollow = fill === theme.tones().ground;
    const look = { fill, stroke: hollow ? stroke : "none", "stroke-width": 1.5, "stroke-dasharray": dash.join(" ") || "none" };
    const shape = entry.style === "plain" ? svg("path", { d: "M8 2 L14 8 L8 14 L2 8 Z", ...look })
      : mode === "organization" ? svg("rect", { x: 2, y: 2, width: 12, height: 12, rx: 3, ...look })
      : svg("circle", { cx: 8, cy: 8, r: 6.2, ...look });
    return svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, shape);
  }

  copnet.marks = { draw, drawGroup, swatch };
})((window.copnet = window.copnet || {}));
