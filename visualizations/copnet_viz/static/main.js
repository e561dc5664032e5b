/* Wires the parts together: a change of state is told to each. */
(function (copnet) {
  "use strict";

  const { state, map, view, data, groups, panel, search, legend, tables, theme } = copnet;
  const stage = document.getElementById("stage");
  const rows = document.getElementById("tables");
  const said = document.getElementById("said");

  const notice = document.querySelector(".stage > .notice");

  const hint = notice?.textContent;

  function switchTo(name, folded = "") {
    if (notice && data.groups.length) {
      notice.hidden = state.get().open.length > 0 && !folded;
      notice.textContent = folded || hint;
    }
    stage.hidden = name === "table";
    document.body.classList.toggle("as-table", name === "table");
    rows.hidden = name !== "table";
    if (!rows.hidden) tables.show();
    document.querySelectorAll("[data-view]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.view === name)));
  }

  function changed(now, before, how) {
    if (now.select !== before.select || how.from === "address") {
      panel.show(how);
      said.textContent = panel.said();
    } else if (state.selectedGroup() && (how.toggled || now.color !== before.color)) panel.refresh();
    const folded = foldedFor(now, before, how);
    switchTo(now.view, folded);
    legend.show();
    map.redraw();
    if (how.toggled) {
      said.textContent = saidOf(how.toggled);
      map.reveal(how.toggled);
    } else if (now.select !== before.select) map.reveal();
    if (folded) said.textContent += ` ${folded}`;
  }

  /** Which groups had to fold to make room for another. */
  function foldedFor(now, before, how) {
    if (how.from === "address" || (how.toggled && !groups.isOpen(how.toggled))) return "";
    const gone = before.open.filter((key) => !groups.isOpen(key)).map((key) => data.groupOf.get(key).label);
    return gone.length ? `Folded again, so that the map can be read: ${gone.join(", ")}.` : "";
  }

  function saidOf(key) {
    const group = data.groupOf.get(key);
    return `${group.label}, ${group.size.toLocaleString("en")} ${data.spec.nouns.many}: ${groups.isOpen(key) ? "unfolded" : "folded"}.`;
  }

  function press(selector, act) {
    document.querySelectorAll(selector).forEach((button) => button.addEventListener("click", (event) => act(button, event)));
  }

  legend.start();
  search.start();
  map.start();
  press("[data-view]", (button) => state.set({ view: button.dataset.view }));
  press("[data-do=table]", (_, event) => {
    event.preventDefault();
    state.set({ view: "table" });
    rows.querySelector("button").focus();
  });
  press("[data-zoom]", ({ dataset }) => (dataset.zoom === "fit" ? view.fit(true) : view.zoom(dataset.zoom === "in" ? 1.3 : 1 / 1.3)));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.get().select) state.set({ select: null }, { from: "close" });
  });
  theme.listen(() => {
    legend.show();
    map.redraw();
  });
  window.addEventListener("beforeprint", tables.unfoldAll);
  state.listen(changed);
  panel.show({ from: "address" });
  switchTo(state.get().view);
  legend.show();
  map.redraw();
  map.reveal(state.get().select === null ? state.get().open.at(-1) : null);
  document.documentElement.dataset.ready = "true";
})((window.copnet = window.copnet || {}));
