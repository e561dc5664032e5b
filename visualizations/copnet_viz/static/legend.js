/* The legend, which also filters, and the chips that show what is filtered. */
(function (copnet) {
  "use strict";

  const { data, state, words, marks } = copnet;
  const { spec } = data;
  const { h, svg, name } = words;
  const entries = document.getElementById("entries");
  const chips = document.getElementById("chips");
  const colorBy = document.getElementById("color-by");
  const sizeBy = document.getElementById("size-by");
  const mainMode = data.nodes.find((one) => one.mode !== "collaboration")?.mode;

  function start() {
    const option = (channel) => h("option", { value: channel.id }, channel.label);
    colorBy.append(...spec.colors.map(option));
    sizeBy.append(...spec.sizes.map(option));
    colorBy.addEventListener("change", () => state.set({ color: colorBy.value }));
    sizeBy.addEventListener("change", () => state.set({ size: sizeBy.value }));
    document.querySelectorAll("[data-card]").forEach((button) => button.addEventListener("click", () => {
      const id = button.dataset.card;
      state.set({ card: state.get().card === id ? null : id, select: null });
    }));
  }

  function show() {
    const { color, size, only, card } = state.get();
    const channel = data.color(color);
    colorBy.value = color;
    sizeBy.value = size;
    const focused = document.activeElement?.closest?.("#entries") ? document.activeElement.dataset.label : null;
    entries.replaceChildren(...channel.entries.map((entry) => h("li", {}, h("button", {
      type: "button", class: "entry", "data-label": entry.label, "aria-pressed": String(only.includes(entry.label)), onclick: () => toggle(entry.label),
    }, marks.swatch(entry, mainMode), h("span", {}, name(entry.label)), h("span", { class: "count" }, entry.count.toLocaleString("en"))))));
    if (focused !== null) [...entries.querySelectorAll("button")].find((button) => button.dataset.label === focused)?.focus();
    document.querySelectorAll("[data-card]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.card === card)));
    showChips(channel, only, card);
    showKey();
  }

  function toggle(label) {
    const { only } = state.get();
    state.set({ only: only.includes(label) ? only.filter((one) => one !== label) : [...only, label], select: null });
  }

  function showChips(channel, only, card) {
    const made = only.map((label) => chip(`${channel.label}: ${label}`, () => toggle(label)));
    if (card) made.unshift(chip(cardWords(card), () => state.set({ card: null })));
    if (made.length > 1) made.push(chip("Show everybody", () => state.set({ card: null, only: [] })));
    chips.replaceChildren(...made);
  }
  const chip = (text, remove) => h("button", { type: "button", class: "chip", "aria-label": `Remove the filter ${text}`, onclick: remove }, name(text));
  const cardWords = (id) => {
    const card = document.querySelector(`[data-card="${CSS.escape(id)}"]`).closest(".card");
    return `${data.card(id).figure} ${card.querySelector(".says").firstChild.textContent.trim()}`;
  };

  /** How to read the lines. */
  function showKey() {
    const line = (attributes) => svg("svg", { viewBox: "0 0 36 8", width: 36, height: 8, "aria-hidden": "true" }, svg("path", { d: "M1 4 H35", stroke: "currentColor", fill: "none", ...attributes }));
    const row = (picture, text) => h("p", {}, picture, h("span", {}, text));
    const rows = spec.directed ? [row(line({ "stroke-width": 2 }), "the arrow points to who was named")] : [
      spec.kind === "two-mode" ? null : row(line({ "stroke-width": 5 }), "thicker: together more often"),
      row(line({ "stroke-width": 2, opacity: 0.4 }), "fainter: longer ago"),
      spec.kind === "two-mode" ? null : row(line({ "stroke-width": 2, "stroke-dasharray": "4 4" }), "dashed: quiet for a year"),
    ].filter(Boolean);
    if (data.groups.length) rows.unshift(row(ringPicture(), "a group: how many, and their colors"));
    document.getElementById("key").replaceChildren(...(spec.lines.length ? rows : []));
  }

  const ringPicture = () => svg("svg", { viewBox: "0 0 36 16", width: 36, height: 16, "aria-hidden": "true" }, svg("circle", { cx: 18, cy: 8, r: 6, stroke: "currentColor", "stroke-width": 3, fill: "none" }));

  copnet.legend = { start, show };
})((window.copnet = window.copnet || {}));
