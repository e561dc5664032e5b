/* What of a map of groups is to be seen: folded groups as marks, unfolded ones as circles around what is in them. */
(function (copnet) {
  "use strict";

  const { data, state, theme } = copnet;
  const { spec, groups, groupOf, nodes } = data;
  const TAG = { size: 12, height: 28, margin: 12, least: 160 };
  const children = groups.map(() => []); // place of a group -> what it unfolds into
  groups.forEach((group) => group.parent !== null && children[group.parent].push(group));
  if (groups.length) nodes.forEach((node) => children[node.group].push(node));
  const rings = new Map();
  let tags = [];

  const isOpen = (key) => state.get().open.includes(key);
  const open = () => groups.filter((group) => isOpen(group.key));

  /** All marks to be seen now: without groups, everybody. */
  function shown() {
    if (!groups.length) return nodes;
    const unfold = (group) => (isOpen(group.key) ? children[group.at].flatMap((one) => (one.mode === "group" ? unfold(one) : [one])) : [group]);
    return groups.filter((group) => group.parent === null).flatMap(unfold);
  }

  /** The mark that stands for a node or group now. */
  function standIn(key) {
    let found = data.node(key);
    for (let up = homeOf(found); up; up = homeOf(up)) if (!isOpen(up.key)) found = up;
    return found.key;
  }

  /** The group that somebody, or a group, is in; null for the groups of the first picture. */
  const homeOf = (one) => groups[one.group ?? one.parent] ?? null;

  /** How many nodes of a group have each entry of a color channel. */
  function ring(channel, group) {
    if (!rings.has(channel.id)) rings.set(channel.id, count(channel));
    return rings.get(channel.id)[group.at];
  }

  function count(channel) {
    const found = groups.map(() => channel.entries.map(() => 0));
    nodes.forEach((node, index) => {
      for (let up = node.group; up !== null; up = groups[up].parent) found[up][channel.of[index]] += 1;
    });
    return found;
  }

  /** Which groups hold somebody who passes the filters. */
  function passing() {
    const found = new Set();
    nodes.forEach((node) => {
      if (!state.passes(node.key)) return;
      for (let up = node.group; up !== null && !found.has(groups[up].key); up = groups[up].parent) found.add(groups[up].key);
    });
    return found;
  }

  /** Ties between groups that both are there and not both unfolded. */
  function bundles() {
    const there = (group) => group.parent === null || isOpen(groups[group.parent].key);
    return spec.bundles.filter(({ source, target }) => {
      const [a, b] = [groups[source], groups[target]];
      return there(a) && there(b) && !(isOpen(a.key) && isOpen(b.key));
    });
  }

  /** Under the marks: ties between groups, and the circles of those that are unfolded, each below what is in it. */
  function drawUnder(ctx, spot, scale, chosen, quiet) {
    const tones = theme.tones();
    const all = bundles();
    const inside = (parent) => all.filter(({ source }) => groups[source].parent === parent);
    const opened = open();
    drawBundles(ctx, spot, scale, inside(null), { chosen, quiet, back: opened.length > 0 });
    for (const group of opened) {
      const { x, y } = spot(group.key);
      ctx.beginPath();
      ctx.arc(x, y, group.room, 0, 2 * Math.PI);
      ctx.fillStyle = tones.ground;
      ctx.fill();
      ctx.lineWidth = 1.5 / scale;
      ctx.strokeStyle = tones.muted;
      ctx.stroke();
      drawBundles(ctx, spot, scale, inside(group.at), { chosen, quiet, back: opened.some((one) => one.parent === group.at) });
    }
  }

  /** Ties between groups that stand beside each other; they step back behind one that is unfolded. */
  function drawBundles(ctx, spot, scale, between, { chosen, quiet, back }) {
    const tones = theme.tones();
    const soft = Math.min(1, Math.sqrt(150 / between.length)) * (back ? 0.4 : 1); // many ties, each drawn softer
    for (const { source, target, width } of between) {
      const [a, b] = [groups[source], groups[target]];
      const lit = chosen && (a.key === chosen || b.key === chosen);
      const [from, to] = [spot(a.key), spot(b.key)];
      ctx.globalAlpha = lit ? (back ? 0.5 : 1) : quiet ? 0.06 : (0.05 + 0.06 * width) * soft;
      ctx.strokeStyle = lit ? tones.accent : tones.tie;
      ctx.lineWidth = (width * (lit ? 1 : soft)) / scale;
      ctx.beginPath();
      ctx.moveTo(from.x, from.y);
      ctx.lineTo(to.x, to.y);
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
  }

  /** Where the names of unfolded groups stand: above their circle, or at the edge of what is seen of it. */
  function placeTags(ctx, font, toScreen, spot, scale, frame) {
    ctx.font = `600 ${TAG.size}px ${font}`;
    tags = open().map((group) => {
      const { x, y } = toScreen(spot(group.key));
      const reach = group.room * scale;
      const rest = ` (${group.size.toLocaleString("en")})`;
      const room = Math.max(2 * reach, TAG.least) - 2 * TAG.margin - ctx.measureText(`\u2212 ${rest}`).width;
      const text = `\u2212 ${shortened(ctx, group.label, room)}${rest}`;
      const w = Math.min(ctx.measureText(text).width + 2 * TAG.margin, frame.width - 16);
      const inside = (value, least, most) => Math.min(Math.max(value, least), most);
      const left = inside(x - w / 2, Math.max(8, x - reach - w / 2), Math.min(frame.width - w - 8, x + reach - w / 2));
      const top = inside(y - reach - TAG.height / 2, Math.min(8, y + reach), Math.max(8, y + reach));
      return { key: group.key, text, x: left, y: Math.max(top, y - reach - TAG.height / 2, 8), w, h: TAG.height };
    }).filter((tag) => tag.x < frame.width && tag.x + tag.w > 0 && tag.y < frame.height && tag.y + tag.h > 0);
    return tags;
  }

  function drawTags(ctx, font) {
    const tones = theme.tones();
    ctx.font = `600 ${TAG.size}px ${font}`;
    ctx.textBaseline = "middle";
    ctx.textAlign = "center";
    for (const tag of tags) {
      ctx.beginPath();
      ctx.roundRect(tag.x, tag.y, tag.w, tag.h, tag.h / 2);
      ctx.fillStyle = tones.ground;
      ctx.fill();
      ctx.lineWidth = tag.key === state.get().select ? 3 : 1.5;
      ctx.strokeStyle = tag.key === state.get().select ? tones.accent : tones.muted;
      ctx.stroke();
      ctx.fillStyle = tones.ink;
      ctx.fillText(tag.text, tag.x + tag.w / 2, tag.y + tag.h / 2, tag.w - TAG.margin);
    }
  }

  /** Names for which there is no room beside their mark stand in it, below the count. */
  function drawNames(ctx, font, marks, beside) {
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.font = `11px ${font}`;
    ctx.fillStyle = theme.tones().muted;
    for (const mark of marks) {
      if (!mark.text || !groupOf.has(mark.key) || beside.has(mark.key) || mark.r < 30) continue;
      mark.text.split(" · ").forEach((part, line) => {
        const below = 15 + 12 * line;
        const room = 2 * Math.sqrt(Math.max((mark.r * 0.76) ** 2 - (below + 6) ** 2, 0));
        if (room > 64) ctx.fillText(shortened(ctx, part, room), mark.x, mark.y + below);
      });
    }
  }

  function shortened(ctx, text, width) {
    if (ctx.measureText(text).width <= width) return text;
    let end = text.length;
    while (end > 1 && ctx.measureText(`${text.slice(0, end)}…`).width > width) end -= 1;
    return `${text.slice(0, end).trimEnd()}…`;
  }

  /** The unfolded group whose name is at this point of the screen. */
  const tagAt = ({ x, y }) => tags.find((tag) => x >= tag.x && x <= tag.x + tag.w && y >= tag.y && y <= tag.y + tag.h)?.key ?? null;

  copnet.groups = { shown, standIn, isOpen, homeOf, ring, passing, tags: () => tags, drawUnder, placeTags, drawTags, drawNames, tagAt };
})((window.copnet = window.copnet || {}));
