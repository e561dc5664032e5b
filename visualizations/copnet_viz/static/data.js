/* The specification, indexed: who is tied to whom, by what. */
(function (copnet) {
  "use strict";

  const { spec, network, palette } = copnet.unpack(JSON.parse(document.getElementById("data").textContent));
  const NOT_NAMED = "A member, not named here";

  const nodes = spec.nodes;
  const place = new Map(nodes.map((node, index) => [node.key, index]));
  const around = new Map(nodes.map((node) => [node.key, []])); // key -> places of its lines
  spec.lines.forEach((line, index) => {
    around.get(line.source).push(index);
    around.get(line.target).push(index);
  });

  const groups = spec.groups.map((group, at) => ({ ...group, at, leaf: true, mode: "group", name: group.label, initials: "", isolate: false, facts: {} }));
  groups.filter((group) => group.parent !== null).forEach((group) => (groups[group.parent].leaf = false)); // it holds groups, not people
  const groupOf = new Map(groups.map((group) => [group.key, group]));
  const node = (key) => nodes[place.get(key)] ?? groupOf.get(key);
  const nameOf = (key) => node(key).name ?? NOT_NAMED;
  const lineKey = (line) => `${line.source}~${line.target}`;
  const lineOfKey = new Map(spec.lines.map((line, index) => [lineKey(line), index]));
  const otherEnd = (line, key) => (line.source === key ? line.target : line.source);
  const neighbors = (key) => [...new Set(around.get(key).map((index) => otherEnd(spec.lines[index], key)))];
  const color = (id) => spec.colors.find((channel) => channel.id === id);
  const size = (id) => spec.sizes.find((channel) => channel.id === id);
  const card = (id) => spec.cards.find((one) => one.id === id);

  /** The entry of the legend a node belongs to. */
  const entryOf = (channel, key) => channel.entries[channel.of[place.get(key)]];

  /** The happenings behind all ties of a node, latest first. */
  function happenings(lines) {
    const found = new Set(lines.flatMap((index) => spec.lines[index].evidence));
    return [...found].sort((a, b) => b - a).map((index) => spec.happenings[index]);
  }

  copnet.data = {
    spec, network, palette, groups, groupOf, nodes, place, around, node, nameOf, lineKey, lineOfKey, otherEnd, neighbors, color, size, card,
    entryOf, happenings,
  };
})((window.copnet = window.copnet || {}));
