/* The same facts as tables: everybody, and every tie with its evidence. The same filters and the same selection. */
(function (copnet) {
  "use strict";

  const { data, state, words, groups, groupTables } = copnet;
  const { spec, nameOf } = data;
  const { h, day, count, number, name } = words;
  const section = document.getElementById("tables");
  const PAGE = 200;
  const sorting = { groups: { by: 1, down: true }, bundles: { by: 1, down: true }, nodes: { by: 0, down: false }, lines: { by: 0, down: false } };
  const unfolded = { groups: true, bundles: false, nodes: false, lines: false };
  const collator = new Intl.Collator("en");

  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const button = (key, content) => h("button", { type: "button", class: "link", onclick: () => state.set({ select: key }, { from: "table" }) }, ...content);

  const nodeColumns = [
    { label: "Name", value: (one) => one.name ?? "\uffff", cell: (one) => button(one.key, [name(nameOf(one.key))]) },
    ...spec.columns.map((column) => {
      const size = column.numeric ? data.size(column.id) : null;
      const value = size ? (one) => size.values[data.place.get(one.key)] : (one) => one.facts[column.id] ?? null;
      const cell = (one) => (value(one) === null ? "" : size ? number(value(one)) : name(column.id === "date" ? day(value(one)) : value(one)));
      return { label: column.label, term: column.term, numeric: column.numeric, value, cell };
    }),
  ];

  const ends = (line) => [name(nameOf(line.source)), spec.directed ? " → " : " and ", name(nameOf(line.target))];
  const lineColumns = [
    { label: "Between", value: (line) => `${nameOf(line.source)} ${nameOf(line.target)}`, cell: (line) => button(data.lineKey(line), ends(line)) },
    spec.directed
      ? { label: "Value", numeric: true, value: (line) => line.value, cell: (line) => (line.value === null ? "" : number(line.value)) }
      : { label: "Times", numeric: true, value: (line) => line.count, cell: (line) => String(line.count) },
    { label: "First", value: (line) => line.first, cell: (line) => (line.first ? day(line.first) : "") },
    { label: "Latest", value: (line) => line.last, cell: (line) => (line.last ? day(line.last) + (line.dormant ? " (quiet since)" : "") : "") },
    { label: "Kinds", value: (line) => line.kinds.join(", "), cell: (line) => line.kinds.join(", ") },
    { label: "What it was", value: (line) => line.evidence.length, cell: evidence },
  ];

  function evidence(line) {
    const rows = [...line.evidence].reverse().map((index) => {
      const one = spec.happenings[index];
      return h("li", {}, name(one.title), one.date ? h("small", {}, ` ${day(one.date)}`) : null);
    });
    return rows.length ? h("ul", {}, rows) : "";
  }

  function compare(value, down) {
    return (a, b) => {
      const [one, other] = [value(a), value(b)];
      if (one === other) return 0;
      if (one === null) return 1; // what is not known stands last either way
      if (other === null) return -1;
      const order = typeof one === "number" ? one - other : collator.compare(String(one), String(other));
      return down ? -order : order;
    };
  }

  function table(id, columns, rows, isCurrent) {
    const { by, down } = sorting[id];
    const sorted = [...rows].sort(compare(columns[by].value, down));
    const shown = unfolded[id] ? sorted : sorted.slice(0, PAGE);
    const head = columns.map((column, at) => h("th", { scope: "col", class: column.numeric ? "number" : null, "aria-sort": at === by ? (down ? "descending" : "ascending") : "none" },
      h("button", { type: "button", "data-sort": `${id}-${at}`, onclick: () => sort(id, at, column.numeric) }, column.label), column.term ? h("small", {}, column.term) : null));
    const body = shown.map((row) => h("tr", { "aria-current": isCurrent(row) ? "true" : null }, columns.map((column, at) => at
      ? h("td", { class: column.numeric ? "number" : null, "data-label": column.label }, column.cell(row))
      : h("th", { scope: "row" }, column.cell(row)))));
    const rest = sorted.length > shown.length ? h("p", {}, h("button", { type: "button", class: "link", onclick: () => unfold(id) }, `Show all ${sorted.length.toLocaleString("en")}`)) : null;
    return [h("div", { class: "wide" }, h("table", { "data-table": id }, h("thead", {}, h("tr", {}, head)), h("tbody", {}, body))), rest];
  }

  function sort(id, at, numeric) {
    const now = sorting[id];
    sorting[id] = { by: at, down: now.by === at ? !now.down : Boolean(numeric) };
    show();
    section.querySelector(`[data-sort="${id}-${at}"]`).focus();
  }

  function unfold(id) {
    unfolded[id] = true;
    show();
  }

  function show() {
    const { select } = state.get();
    const held = section.contains(document.activeElement) ? document.activeElement.dataset.fold : null;
    const shown = state.isFiltered() ? data.nodes : groups.shown().filter((one) => one.mode !== "group"); // a filter finds whom it finds in all groups
    const keys = new Set(shown.map((one) => one.key));
    const nodes = shown.filter((one) => state.passes(one.key));
    const lines = spec.lines.filter((line, index) => keys.has(line.source) && keys.has(line.target) && state.linePasses(index));
    const of = (part, whole) => (part === whole ? "" : ` of ${whole.toLocaleString("en")}`);
    section.replaceChildren(
      ...groupParts(select),
      h("h2", {}, capital(spec.nouns.many), " ", h("small", {}, `${nodes.length.toLocaleString("en")}${of(nodes.length, data.nodes.length)}`)),
      ...table("nodes", nodeColumns, nodes, (one) => one.key === select).filter(Boolean),
      h("h2", {}, capital(spec.nouns.ties), " ", h("small", {}, `${lines.length.toLocaleString("en")}${of(lines.length, spec.lines.length)}`)),
      ...(lines.length ? table("lines", lineColumns, lines, (line) => data.lineKey(line) === select).filter(Boolean) : [h("p", {}, data.groups.length ? "None between those who are shown." : "None yet.")]),
    );
    if (held) section.querySelector(`[data-fold="${held}"]`)?.focus();
  }

  /** The groups, the ties between them, and what follows them: who is in those unfolded. */
  function groupParts(select) {
    if (!data.groups.length) return [];
    const { there, bundles, groupColumns, bundleColumns } = groupTables;
    return [
      h("h2", {}, "Groups ", h("small", {}, there().length.toLocaleString("en"))),
      ...table("groups", groupColumns, there(), (one) => one.key === select).filter(Boolean),
      h("h2", {}, "Ties between groups ", h("small", {}, bundles().length.toLocaleString("en"))),
      ...table("bundles", bundleColumns, bundles(), () => false).filter(Boolean),
      !state.isFiltered() && groups.shown().every((one) => one.mode === "group") ? h("p", {}, "Unfold a group to see who is in it and their ties.") : null,
    ].filter(Boolean);
  }

  /** Everything, for paper. */
  function unfoldAll() {
    unfolded.nodes = unfolded.lines = unfolded.bundles = true;
    show();
  }

  copnet.tables = { show, unfoldAll };
})((window.copnet = window.copnet || {}));
