/* Colors of the moment: light, dark or print. The canvas takes its tones from the style sheet. */
(function (copnet) {
  "use strict";

  const { palette } = copnet.data;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const PRINT = { ground: "#ffffff", ink: "#000000", muted: "#444444", accent: "#000000", tie: "#454b56" };
  const font = getComputedStyle(document.body).fontFamily; // asked once: asking for every mark would cost most of a frame
  let printing = false;
  let tones = read();

  function read() {
    if (printing) return { ...PRINT, slots: palette.light };
    const style = getComputedStyle(document.documentElement);
    const tone = (name) => style.getPropertyValue(`--${name}`).trim();
    return {
      ground: tone("ground"), ink: tone("ink"), muted: tone("muted"), accent: tone("accent"), tie: tone("tie"),
      slots: palette[dark.matches ? "dark" : "light"],
    };
  }

  const channel = (hex, at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  const luminance = (hex) => 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);

  /** Black or white, whichever reads better on a fill. */
  const on = (hex) => (luminance(hex) > 0.179 ? "#000000" : "#ffffff");

  /** Calls back when the tones change, with `printing` set around a print. */
  function listen(changed) {
    const update = () => {
      tones = read();
      changed();
    };
    dark.addEventListener("change", update);
    window.addEventListener("beforeprint", () => {
      printing = true;
      update();
    });
    window.addEventListener("afterprint", () => {
      printing = false;
      update();
    });
  }

  copnet.theme = { tones: () => tones, on, listen, isStill: () => still.matches, font: () => font };
})((window.copnet = window.copnet || {}));
