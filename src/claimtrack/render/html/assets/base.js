"use strict";
/* What the scripts of all pages share. */
const claimtrack = {
  /** What stands in the JSON element with that id. */
  data(id) {
    return JSON.parse(document.getElementById(id).textContent);
  },

  /** Shows the controls that work only with scripts. */
  ready() {
    for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
  },

  /**
   * Makes a bar of filters work.
   *
   * form: the form. total: how many items there are. has(name, value): a function of the item's number that tells
   * whether the item has that value of a control. text(number): an item's words, for the free text.
   * apply(shown): called with a Uint8Array, 1 for each item that stays. noun: ["claim", "claims"].
   */
  filters(form, { total, has, text, apply, noun }) {
    const shown = new Uint8Array(total);
    const count = form.querySelector(".count");
    const words = [];
    const textOf = (number) => (words[number] ??= claimtrack.folded(text(number)));

    const chosen = () => {
      const groups = new Map();
      let wanted = [];
      for (const control of form.elements) {
        if (control.type === "checkbox" ? !control.checked : !control.value) continue;
        if (!control.name || control.dataset.display !== undefined) continue;
        if (control.type === "search") wanted = wanted.concat(claimtrack.folded(control.value).split(/\s+/).filter(Boolean));
        else if (groups.has(control.name)) groups.get(control.name).push(control.value);
        else groups.set(control.name, [control.value]);
      }
      return { groups: [...groups], wanted };
    };

    const update = () => {
      const { groups, wanted } = chosen();
      const tests = groups.map(([name, values]) => values.map((value) => has(name, value)));
      let left = 0;
      for (let number = 0; number < total; number++) {
        const stays =
          tests.every((any) => any.some((test) => test(number))) &&
          (wanted.length === 0 || wanted.every((word) => textOf(number).includes(word)));
        shown[number] = stays ? 1 : 0;
        left += shown[number];
      }
      apply(shown);
      const told = total === 1 ? noun[0] : noun[1];
      const all = total.toLocaleString("en");
      count.textContent = left === total ? `All ${all} ${told} shown` : `${left.toLocaleString("en")} of ${all} ${told} shown`;
    };

    let waiting = 0;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", update);
    form.addEventListener("input", (event) => {
      if (event.target.type !== "search") return;
      clearTimeout(waiting);
      waiting = setTimeout(update, 120);
    });
    form.addEventListener("reset", () => setTimeout(update, 0));
    if (chosen().groups.length || chosen().wanted.length) update(); // a page that comes back keeps its choices
  },

  /** Text for comparing: no difference of case or of accents. */
  folded(text) {
    return text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
  },

  /** Whether things may move on the screen. */
  get calm() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  },

  /** Scrolls *element* into view, in the nearest box that scrolls, no farther than is needed. */
  bring(element, block = "nearest") {
    element.scrollIntoView({ block, inline: "nearest", behavior: claimtrack.calm ? "auto" : "smooth" });
  },
};
claimtrack.ready();
