/* Details of what is selected: who, with whom, and the evidence. */
(function (copnet) {
  "use strict";

  const { data, state, words } = copnet;
  const { spec, node, nameOf } = data;
  const { h, day, month, count, times, number, name } = words;
  const panel = document.getElementById("panel");
  const KIND = { person: spec.nouns.one === "member" ? "Member" : "Person", organization: "Organization", collaboration: "Collaboration" };
  const LABELS = { organization: "Organization", sector: "Sector", community: "Community", location: "Place", kind: "Kind", date: "Date" };
  let cameFrom = null;

  const select = (key, from = "panel") => () => state.set({ select: key }, { from });
  const personButton = (key) => h("button", { type: "button", class: "link", onclick: select(key) }, name(nameOf(key)));

  function show(how) {
    const line = state.selectedLine();
    const key = state.selectedNode() ?? state.selectedGroup();
    if (line === null && key === null) return close(how);
    if (panel.hidden) cameFrom = document.activeElement;
    fill(line !== null ? tie(spec.lines[line]) : data.groupOf.has(key) ? copnet.groupPanel(data.groupOf.get(key)) : someone(node(key)));
    panel.hidden = false;
    panel.scrollTop = 0;
    document.body.classList.add("with-panel");
    if (["search", "table", "panel"].includes(how.from)) panel.querySelector("h2").focus({ preventScroll: true });
  }

  function fill(parts) {
    const close_ = h("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => state.set({ select: null }, { from: "close" }) }, "×");
    panel.replaceChildren(close_, ...parts);
  }

  /** The same group again, after it was unfolded or folded or got other colors. */
  function refresh() {
    const held = panel.contains(document.activeElement) ? document.activeElement.dataset.fold : null;
    fill(copnet.groupPanel(data.groupOf.get(state.selectedGroup())));
    if (held) panel.querySelector(`[data-fold="${held}"]`)?.focus({ preventScroll: true });
  }

  function close(how) {
    if (panel.hidden) return;
    panel.hidden = true;
    panel.replaceChildren();
    document.body.classList.remove("with-panel");
    if (how.from === "close" && cameFrom && cameFrom.isConnected) cameFrom.focus({ preventScroll: true });
    cameFrom = null;
  }

  function someone(one) {
    const lines = data.around.get(one.key);
    const { role, organization } = one.facts;
    const parts = [
      h("p", { class: "kind" }, one.name === null ? "Not named here" : KIND[one.mode]),
      h("h2", { tabindex: "-1" }, name(nameOf(one.key))),
      role || organization ? h("p", { class: "place" }, name([role, organization].filter(Boolean).join(", "))) : null,
      h("p", { class: "sum" }, sum(one, lines)),
      copnet.groupHome(one),
      one.name === null ? h("p", {}, "Counts in every total. Who it is, is shown only to those who may see it.") : null,
      lines.length ? section(heading(one), neighborList(one, lines)) : null,
    ];
    const done = spec.kind === "two-mode" ? [] : data.happenings(lines);
    if (done.length) parts.push(section("What they did together", evidence(done, one.key)));
    const figures = figureList(one);
    if (figures.length) parts.push(section("In the network", h("dl", { class: "facts" }, ...figures)));
    const facts = factList(one);
    if (facts.length) parts.push(section("About", h("dl", { class: "facts" }, ...facts)));
    return parts.filter(Boolean);
  }

  function heading(one) {
    if (spec.kind !== "two-mode") return capital(spec.nouns.with_);
    return one.mode === "collaboration" ? "Who took part" : "Took part in";
  }

  function sum(one, lines) {
    if (!lines.length) return spec.directed ? `${spec.nouns.isolates}.` : "No tie yet within these dates.";
    const others = data.neighbors(one.key).length;
    if (one.mode === "collaboration") return `${count(others, spec.nouns.one === "entry" ? "participant" : spec.nouns.one)}.`;
    if (spec.directed) return directed(one.key, lines);
    const last = lines.map((index) => spec.lines[index].last).filter(Boolean).sort().at(-1);
    const latest = last ? `, most recently in ${month(last)}` : "";
    if (spec.kind === "two-mode") return `Took part in ${count(others, "collaboration")}${latest}.`;
    const done = data.happenings(lines).length;
    return `${capital(spec.nouns.with_)} ${count(others, noun(one), nouns(one))}${done ? ` in ${count(done, "collaboration")}` : ""}${latest}.`;
  }
  const noun = (one) => (one.mode === "organization" ? "organization" : "person");
  const nouns = (one) => (one.mode === "organization" ? "organizations" : "people");
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  function directed(key, lines) {
    const out = lines.filter((index) => spec.lines[index].source === key).length;
    return `Named ${count(out, "person", "people")}; named by ${count(lines.length - out, "person", "people")}.`;
  }

  function factList(one) {
    return Object.entries(one.facts).filter(([id]) => id !== "role" && id !== "organization").flatMap(([id, value]) => [
      h("dt", {}, LABELS[id] || capital(id.replaceAll("_", " "))), h("dd", {}, name(id === "date" ? day(value) : value)),
    ]);
  }

  function figureList(one) {
    const at = data.place.get(one.key);
    return spec.sizes.filter((size) => size.values && size.values[at] !== null).flatMap((size) => [
      h("dt", {}, size.label, size.term ? h("small", {}, size.term) : null), h("dd", {}, number(size.values[at])),
    ]);
  }

  function neighborList(one, lines) {
    const order = [...lines].sort((a, b) => (spec.lines[b].last || "").localeCompare(spec.lines[a].last || ""));
    return h("ul", { class: "people" }, order.map((index) => {
      const line = spec.lines[index];
      const other = node(data.otherEnd(line, one.key));
      const about = other.facts.organization || other.facts.sector || (other.mode === "collaboration" && other.facts.date && day(other.facts.date));
      return h("li", {},
        personButton(other.key), about ? h("small", {}, name(about)) : null,
        h("button", { type: "button", class: "link again", onclick: select(data.lineKey(line)), "aria-label": `What it was: ${tieWords(line, one.key)} with ${nameOf(other.key)}` }, tieWords(line, one.key)));
    }));
  }

  function tieWords(line, key) {
    if (spec.directed) return `${line.source === key ? "named" : "named by"}${line.value === null ? "" : ` · ${number(line.value)}`}`;
    return times(line.count);
  }

  function tie(line) {
    const between = spec.directed ? " → " : " and ";
    const parts = [
      h("p", { class: "kind" }, spec.directed ? "Answer" : "Tie"),
      h("h2", { tabindex: "-1" }, name(nameOf(line.source)), between, name(nameOf(line.target))),
      h("p", { class: "sum" }, tieSum(line)),
    ];
    if (line.dormant) parts.push(h("p", { class: "quiet" }, `Quiet: nothing together since ${month(line.last)}.`));
    if (line.evidence.length) parts.push(section("What they did together", evidence([...line.evidence].reverse().map((index) => spec.happenings[index]), line.source, line.target)));
    const about = [line.source, line.target].map((key) => h("li", {}, personButton(key), node(key).facts.organization ? h("small", {}, name(node(key).facts.organization)) : null));
    parts.push(section("The two", h("ul", { class: "people" }, about)));
    return parts;
  }

  function tieSum(line) {
    if (spec.directed) return `${capital(line.kinds.join(", ") || "Named")}${line.value === null ? "" : `, value ${number(line.value)}`}${line.last ? `, asked in ${month(line.last)}` : ""}.`;
    if (spec.kind === "two-mode") return line.last ? `${day(line.last)}.` : "Took part.";
    if (node(line.source).name === null || node(line.target).name === null) return `Together ${times(line.count)}. What it was is not shown, because one of the two is not named here.`;
    const span = !line.first ? "" : month(line.first) === month(line.last) ? `, in ${month(line.last)}` : `, from ${month(line.first)} to ${month(line.last)}`;
    return `Together ${times(line.count)}${span}.`;
  }

  /** What it was, when, where, with whom else. */
  function evidence(done, ...without) {
    return h("ul", { class: "done" }, done.map((one) => {
      const others = one.members.filter((key) => !without.includes(key));
      const withWhom = others.flatMap((key, at) => [at ? ", " : "with ", personButton(key)]);
      if (one.others) withWhom.push(others.length ? " and others not named here" : "with others not named here");
      return h("li", {},
        h("b", {}, name(one.title)),
        h("span", { class: "when" }, [one.kind, one.date ? day(one.date) : "no date", one.venue].filter(Boolean).join(" · ")),
        withWhom.length ? h("p", { class: "with" }, ...withWhom) : null);
    }));
  }

  const section = (title, content) => h("section", {}, h("h3", {}, title), content);

  /** One sentence about the selection, for those who hear the page. */
  function said() {
    const line = state.selectedLine();
    if (line !== null) return `${nameOf(spec.lines[line].source)} and ${nameOf(spec.lines[line].target)}. ${tieSum(spec.lines[line])}`;
    const group = data.groupOf.get(state.selectedGroup());
    if (group) return `${group.label}. ${copnet.groupSum(group)}`;
    const key = state.selectedNode();
    return key === null ? "" : `${nameOf(key)}. ${sum(node(key), data.around.get(key))}`;
  }

  copnet.panel = { show, refresh, said, tieSum };
})((window.copnet = window.copnet || {}));
