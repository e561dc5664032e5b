/* A large specification comes as columns (packed.py); here are its rows again. */
(function (copnet) {
  "use strict";

  const column = (found) => (found === null || Array.isArray(found) ? found : found.at.map((place) => found.of[place]));
  const columns = (packed) => Object.entries(packed).map(([name, found]) => [name, column(found)]);
  const row = (of, at) => Object.fromEntries(of.map(([name, values]) => [name, values[at]]));

  function rows(packed) {
    const of = columns(packed);
    return of.length ? of[0][1].map((_, at) => row(of, at)) : [];
  }

  function unpack(page) {
    const { spec } = page;
    if (!spec.groups.length) return page;
    const { x, y, facts, ...rest } = spec.nodes;
    const said = columns(facts);
    const nodes = rows(rest).map((node, at) => {
      const home = spec.groups[node.group]; // whoever is in a group stands alike in both arrangements
      return {
        ...node, wide: [x[at], y[at]], tall: [x[at] - home.wide[0] + home.tall[0], y[at] - home.wide[1] + home.tall[1]],
        facts: Object.fromEntries(said.filter(([, values]) => values[at] !== null).map(([name, values]) => [name, values[at]])),
      };
    });
    const key = (at) => nodes[at].key;
    const lines = rows(spec.lines).map((line) => ({ ...line, source: key(line.source), target: key(line.target) }));
    const happenings = rows(spec.happenings).map((one) => ({ ...one, members: one.members.map(key) }));
    const cards = spec.cards.map((card) => ({ ...card, nodes: card.nodes.map(key) }));
    const colors = spec.colors.map((color) => ({ ...color, of: column(color.of) }));
    const sizes = spec.sizes.map((size) => ({ ...size, radius: column(size.radius), values: column(size.values) }));
    return { ...page, spec: { ...spec, nodes, lines, happenings, cards, colors, sizes } };
  }

  copnet.unpack = unpack;
})((window.copnet = window.copnet || {}));
