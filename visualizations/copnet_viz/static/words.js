/* Dates, counts and lists as people write them; building elements from text only. */
(function (copnet) {
  "use strict";

  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"];

  /** "2024-05-17" as "17 May 2024", "2024-05" as "May 2024", "2024" as it is. */
  function day(iso) {
    const [year, month, date] = iso.split("-").map(Number);
    return [date, month && MONTHS[month - 1], year].filter(Boolean).join(" ");
  }

  const month = (iso) => day(iso.slice(0, 7));
  const count = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many || one + "s"}`;
  const times = (n) => (n === 1 ? "once" : n === 2 ? "twice" : `${n} times`);
  const number = (value) => value.toLocaleString("en", { maximumSignificantDigits: value < 1 ? 2 : 3 });

  /** Without accents and case, for searching. */
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

  /** An element from a tag, attributes and children; a string child is always text. `onclick` and the like are listeners. */
  function h(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") element.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return element;
  }

  /** The same for SVG. */
  function svg(tag, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** A name of its own direction: Hebrew or Arabic in an English sentence. */
  const name = (text) => h("bdi", {}, text);

  copnet.words = { day, month, count, times, number, fold, h, svg, name };
})((window.copnet = window.copnet || {}));
