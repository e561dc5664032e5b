/* A group in words: the panel beside the map, and the tables that say what the first picture shows. */
(function (copnet) {
  "use strict";

  const { data, state, groups, words } = copnet;
  const { spec } = data;
  const { h, count, name } = words;

  const number = (value) => value.toLocaleString("en");
  const pick = (key, from) => h("button", { type: "button", class: "link", onclick: () => state.set({ select: key }, { from }) }, name(data.node(key).label));

  function fold(group, from) {
    const isOpen = groups.isOpen(group.key);
    return h("button", {
      type: "button", class: "link", "data-fold": group.key, "aria-expanded": String(isOpen), "aria-label": `${isOpen ? "Fold" : "Unfold"} ${group.label}`,
      onclick: () => state.toggle(group.key, { from }),
    }, isOpen ? "Fold" : "Unfold");
  }

  /** Which group somebody, or a group, is in, and the way back to it. */
  function home(one) {
    const group = groups.homeOf(one);
    return group && h("p", { class: "fold" }, "In the group ", pick(group.key, "panel"), " · ", fold(group, "panel"));
  }

  const sum = (group) => `${count(group.size, spec.nouns.one, spec.nouns.many)}. ${count(group.within, spec.nouns.tie, spec.nouns.ties)} among them, ${number(group.across)} to others.`;

  /** The other groups beside it, those with most ties first. */
  function near(group) {
    return spec.bundles.filter((one) => one.source === group.at || one.target === group.at)
      .map((one) => ({ group: data.groups[one.source === group.at ? one.target : one.source], count: one.count }))
      .sort((a, b) => b.count - a.count);
  }

  function panel(group) {
    const channel = data.color(state.get().color);
    const shares = channel.entries.map((entry, at) => ({ entry, count: groups.ring(channel, group)[at] })).filter((one) => one.count).sort((a, b) => b.count - a.count);
    const others = near(group).map((one) => h("li", {}, pick(one.group.key, "panel"), h("span", { class: "again" }, count(one.count, spec.nouns.tie, spec.nouns.ties))));
    const section = (title, ...content) => h("section", {}, h("h3", {}, title), ...content);
    return [
      h("p", { class: "kind" }, "Group"),
      h("h2", { tabindex: "-1" }, name(group.label)),
      h("p", { class: "sum" }, sum(group)),
      h("p", { class: "fold" }, fold(group, "panel")),
      home(group),
      section(channel.label, h("dl", { class: "facts" }, shares.flatMap((one) => [h("dt", {}, name(one.entry.label)), h("dd", {}, number(one.count))]))),
      others.length ? section("Ties to other groups", h("ul", { class: "people" }, others)) : null,
    ].filter(Boolean);
  }

  /** Groups that are there, unfolded ones too, and what they are in. */
  const there = () => data.groups.filter((group) => group.parent === null || groups.isOpen(data.groups[group.parent].key));
  const groupColumns = [
    { label: "Group", value: (one) => one.label, cell: (one) => pick(one.key, "table") },
    { label: spec.nouns.many.charAt(0).toUpperCase() + spec.nouns.many.slice(1), numeric: true, value: (one) => one.size, cell: (one) => number(one.size) },
    { label: "Ties within", numeric: true, value: (one) => one.within, cell: (one) => number(one.within) },
    { label: "Ties to others", numeric: true, value: (one) => one.across, cell: (one) => number(one.across) },
    { label: "Part of", value: (one) => (one.parent === null ? null : data.groups[one.parent].label), cell: (one) => (one.parent === null ? "" : name(data.groups[one.parent].label)) },
    { label: "Members", value: (one) => String(groups.isOpen(one.key)), cell: (one) => fold(one, "table") },
  ];
  const ends = (one) => [data.groups[one.source].label, data.groups[one.target].label];
  const bundleColumns = [
    { label: "Between", value: (one) => ends(one).join(" "), cell: (one) => [name(ends(one)[0]), " and ", name(ends(one)[1])] },
    { label: "Ties", numeric: true, value: (one) => one.count, cell: (one) => number(one.count) },
  ];

  /** Ties between groups that are there, unfolded or not. */
  function bundles() {
    const keys = new Set(there().map((group) => group.key));
    return spec.bundles.filter((one) => [one.source, one.target].every((at) => keys.has(data.groups[at].key)));
  }

  copnet.groupPanel = panel;
  copnet.groupSum = sum;
  copnet.groupHome = home;
  copnet.groupTables = { there, groupColumns, bundleColumns, bundles };
})((window.copnet = window.copnet || {}));
