/* Search: a box with a list below it, all by keyboard. */
(function (copnet) {
  "use strict";

  const { data, state, words } = copnet;
  const { h, fold, name } = words;
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  const MOST = 12;
  const index = data.nodes.filter((one) => one.name !== null).map((one) => ({ one, name: fold(one.name), all: fold([one.name, ...Object.values(one.facts)].join(" ")) }));
  let found = [];
  let at = -1;

  function look() {
    const words_ = fold(input.value).split(/\s+/).filter(Boolean);
    const hits = words_.length ? index.filter((item) => words_.every((word) => item.all.includes(word))) : [];
    const rank = (item) => (item.name.startsWith(words_[0]) ? 0 : words_.every((word) => item.name.includes(word)) ? 1 : 2);
    found = hits.sort((a, b) => rank(a) - rank(b)).slice(0, MOST).map((item) => item.one);
    at = found.length ? 0 : -1;
    const rows = found.map((one, place) => h("li", { role: "option", id: `found-${place}`, onmousedown: (event) => event.preventDefault(), onclick: () => pick(one) },
      name(one.name), " ", h("small", {}, name(one.facts.organization || one.facts.sector || one.facts.kind || ""))));
    if (words_.length && !found.length) rows.push(h("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nobody here by that name."));
    if (hits.length > MOST) rows.push(h("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, `${hits.length - MOST} more: type on.`));
    list.replaceChildren(...rows);
    open(rows.length > 0);
    mark();
  }

  function open(yes) {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    if (!yes) input.removeAttribute("aria-activedescendant");
  }

  function mark() {
    list.querySelectorAll("[id]").forEach((row, place) => row.setAttribute("aria-selected", String(place === at)));
    if (at < 0) return;
    input.setAttribute("aria-activedescendant", `found-${at}`);
    document.getElementById(`found-${at}`).scrollIntoView({ block: "nearest" });
  }

  function pick(one) {
    input.value = one.name;
    open(false);
    state.set({ select: one.key }, { from: "search" });
  }

  function keyed(event) {
    if (event.key === "Escape") {
      if (!list.hidden) event.stopPropagation();
      open(false);
    } else if (event.key === "Enter" && at >= 0 && !list.hidden) {
      pick(found[at]);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
      at = (at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      open(true);
      mark();
    } else return;
    event.preventDefault();
  }

  function start() {
    input.addEventListener("input", look);
    input.addEventListener("keydown", keyed);
    input.addEventListener("focus", () => input.value && input.select());
    input.addEventListener("blur", () => open(false));
    document.addEventListener("keydown", (event) => {
      const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.focus();
    });
  }

  copnet.search = { start };
})((window.copnet = window.copnet || {}));
