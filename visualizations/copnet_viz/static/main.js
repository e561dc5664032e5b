/* Wires the parts together: a change of state is told to each. */
(function (copnet) {
  "use strict";

  const { state, map, panel, search, legend, tables, theme } = copnet;
  const stage = document.getElementById("stage");
  const rows = document.getElementById("tables");
  const said = document.getElementById("said");

  function view(name) {
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
    }
    view(now.view);
    legend.show();
    map.redraw();
    if (now.select !== before.select) map.reveal();
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
  press("[data-zoom]", ({ dataset }) => (dataset.zoom === "fit" ? map.fit(true) : map.zoom(dataset.zoom === "in" ? 1.3 : 1 / 1.3)));
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
  view(state.get().view);
  legend.show();
  map.redraw();
  map.reveal();
  document.documentElement.dataset.ready = "true";
})((window.copnet = window.copnet || {}));
