/* Links the claims of two texts, and filters what was found. */
{
  const { cards, tokens, speakers } = claimtrack.data("index");
  const SIDES = { b: "baseline", l: "later" };
  const box = { b: document.getElementById("text-baseline"), l: document.getElementById("text-later") };
  const column = { b: document.getElementById("column-baseline"), l: document.getElementById("column-later") };
  const now = document.getElementById("now");
  const texts = document.getElementById("texts");
  const form = document.getElementById("filters");
  const items = cards.map((card) => document.getElementById(card[0]));
  const other = (side) => (side === "b" ? "l" : "b");

  /* The numbers of the cards that each claim is on: what is of the claim alone comes first, then its links. */
  const cardsOf = new Map();
  const isLink = ([id]) => id[0] === "x" || id[0] === "c";
  for (const links of [false, true])
    cards.forEach((card, number) => {
      if (isLink(card) !== links) return;
      for (const claim of [...card[1], ...card[2]])
        if (cardsOf.has(claim)) cardsOf.get(claim).push(number);
        else cardsOf.set(claim, [number]);
    });

  /* Every element of each claim, in the order of the text: one pass, made when it is first needed. */
  let parts = null;
  const partsOf = (claim) => {
    if (parts === null) {
      parts = new Map();
      for (const element of texts.querySelectorAll("[data-c], [data-e]"))
        for (const name of (element.dataset.c ?? element.dataset.e).split(" "))
          if (parts.has(name)) parts.get(name).push(element);
          else parts.set(name, [element]);
    }
    return parts.get(claim) ?? [];
  };
  (window.requestIdleCallback ?? setTimeout)(() => partsOf(""));

  // --- linking ------------------------------------------------------------------------------------------------------

  let lit = [];
  let current = null;
  let held = false;

  const partnersOf = (claim) => {
    const side = claim[0];
    const across = new Set();
    const beside = new Set();
    for (const number of cardsOf.get(claim) ?? []) {
      const [id, ours, theirs] = cards[number];
      for (const name of side === "b" ? theirs : ours) across.add(name);
      // Claims that were split or merged are one on this side, too; rivals of an undecided group are not.
      if (id[0] === "p") for (const name of side === "b" ? ours : theirs) if (name !== claim) beside.add(name);
    }
    return { across: [...across], beside: [...beside] };
  };

  const isSeen = (element, inside) => {
    const [one, whole] = [element.getBoundingClientRect(), inside.getBoundingClientRect()];
    return one.height > 0 && one.top >= whole.top + 4 && one.bottom <= whole.bottom - 4;
  };
  /* Moves the box and nothing else. Paragraphs that were never drawn have a guessed height: look again when drawn. */
  const reveal = (element, inside, tries = 3) => {
    if (!element || inside.clientHeight === 0 || isSeen(element, inside)) return;
    const way = element.getBoundingClientRect().top - inside.getBoundingClientRect().top - inside.clientHeight / 3;
    const smooth = !claimtrack.calm && Math.abs(way) < 2 * inside.clientHeight;
    inside.scrollTo({ top: inside.scrollTop + way, behavior: smooth ? "smooth" : "instant" });
    if (!smooth && tries > 0) requestAnimationFrame(() => requestAnimationFrame(() => reveal(element, inside, tries - 1)));
  };

  const tell = (claim) => {
    now.replaceChildren();
    now.classList.toggle("held", held);
    now.classList.toggle("empty", claim === null);
    if (claim === null) {
      const hint = document.createElement("span");
      hint.className = "hint";
      hint.textContent = "No claim is chosen.";
      now.append(hint);
      return;
    }
    const { across } = partnersOf(claim);
    for (const number of cardsOf.get(claim) ?? []) {
      const link = document.createElement("a");
      link.href = `#${cards[number][0]}`;
      link.textContent = document.getElementById(`${cards[number][0]}-h`).textContent.trim().replace(/\s+/g, " ");
      now.append(link);
    }
    if (across.length === 0) {
      const none = document.createElement("span");
      none.className = "hint";
      none.textContent = `nothing like it in the ${SIDES[other(claim[0])] === "later" ? "later text" : "baseline"}`;
      now.append(none);
    } else if (narrow.matches) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `Show in the ${SIDES[other(claim[0])] === "later" ? "later text" : "baseline"}`;
      button.addEventListener("click", () => {
        select(other(claim[0]));
        reveal(partsOf(across[0])[0], box[other(claim[0])]);
      });
      now.append(button);
    }
    if (held) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Let go";
      button.addEventListener("click", release);
      now.append(button);
    }
  };

  const show = (claim) => {
    for (const element of lit) element.classList.remove("on", "partner");
    lit = [];
    current = claim;
    if (claim !== null) {
      const { across, beside } = partnersOf(claim);
      const light = (name, how) => {
        for (const element of partsOf(name)) {
          element.classList.add(element.dataset.e === undefined ? how : "on");
          lit.push(element);
        }
      };
      light(claim, "on");
      for (const name of beside) light(name, "partner");
      for (const name of across) light(name, "partner");
      if (across.length > 0) reveal(partsOf(across[0])[0], box[other(claim[0])]);
    }
    tell(claim);
  };
  const hold = (claim) => {
    held = true;
    show(claim);
  };
  const release = () => {
    held = false;
    show(null);
  };

  for (const inside of Object.values(box)) {
    inside.addEventListener("pointerover", (event) => {
      if (held || event.pointerType === "touch") return;
      const claim = event.target.closest("[data-c]")?.dataset.c.split(" ")[0] ?? null;
      if (claim !== current) show(claim);
    });
    inside.addEventListener("pointerleave", () => {
      if (!held && current !== null) show(null);
    });
    inside.addEventListener("focusin", (event) => {
      const claim = event.target.closest("a[data-c]")?.dataset.c;
      if (claim === undefined || claim === current) return;
      held = false;
      show(claim);
    });
    inside.addEventListener("click", (event) => {
      const element = event.target.closest("[data-c]");
      if (element === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (String(getSelection()) !== "") return; // somebody marks words to copy them
      event.preventDefault();
      // A click on claims within each other goes from one to the next, then lets go.
      const names = element.dataset.c.split(" ");
      const next = held ? names.indexOf(current) + 1 : 0;
      if (next < names.length) hold(names[next]);
      else release();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && current !== null) release();
  });

  const words = document.getElementById("words");
  const showWords = () => texts.classList.toggle("show-words", words.checked);
  words.addEventListener("change", showWords);
  showWords();

  // --- two tabs where there is no room for two columns ----------------------------------------------------------------

  const narrow = matchMedia("(max-width: 52rem)");
  const tabs = document.getElementById("tabs");
  const tab = {};
  for (const [side, name] of Object.entries(SIDES)) {
    tab[side] = document.createElement("button");
    Object.assign(tab[side], { type: "button", id: `tab-${name}`, textContent: name === "later" ? "Later" : "Baseline" });
    tab[side].setAttribute("role", "tab");
    tab[side].setAttribute("aria-controls", column[side].id);
    tab[side].addEventListener("click", () => select(side));
    tabs.append(tab[side]);
  }
  tabs.setAttribute("role", "tablist");
  tabs.setAttribute("aria-label", "Texts");
  let selected = "b";
  const select = (side) => {
    selected = side;
    for (const each of Object.keys(SIDES)) {
      const chosen = each === side;
      tab[each].setAttribute("aria-selected", String(chosen));
      tab[each].tabIndex = chosen ? 0 : -1;
      column[each].hidden = narrow.matches && !chosen;
    }
  };
  tabs.addEventListener("keydown", (event) => {
    const side = { ArrowLeft: other(selected), ArrowRight: other(selected), Home: "b", End: "l" }[event.key];
    if (side === undefined) return;
    event.preventDefault();
    select(side);
    tab[side].focus();
  });
  const arrange = () => {
    tabs.hidden = !narrow.matches;
    for (const [side, name] of Object.entries(SIDES)) {
      if (narrow.matches) column[side].setAttribute("role", "tabpanel");
      else column[side].removeAttribute("role");
      column[side].setAttribute("aria-labelledby", narrow.matches ? `tab-${name}` : `${column[side].id}-h`);
    }
    select(selected);
    tell(current);
  };
  narrow.addEventListener("change", arrange);
  arrange();

  // --- from the cards to the texts, and back --------------------------------------------------------------------------

  const findings = document.getElementById("findings");
  findings.addEventListener("click", (event) => {
    const claim = event.target.closest("[data-claim]")?.dataset.claim;
    if (claim === undefined) return;
    event.preventDefault();
    select(claim[0]);
    const own = partsOf(claim)[0];
    texts.scrollIntoView({ block: "start", behavior: claimtrack.calm ? "instant" : "smooth" });
    own?.focus({ preventScroll: true });
    hold(claim);
    reveal(own, box[claim[0]]);
  });
  const uncover = (item) => {
    if (item === null) return;
    if (item.hidden) {
      form.reset();
      form.dispatchEvent(new Event("change"));
    }
    item.closest("details")?.setAttribute("open", "");
  };
  now.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link === null) return;
    uncover(document.getElementById(link.hash.slice(1)));
  });
  addEventListener("hashchange", () => uncover(document.getElementById(location.hash.slice(1))?.closest(".item") ?? null));
  if (location.hash) uncover(document.getElementById(location.hash.slice(1))?.closest(".item") ?? null);

  // --- filters --------------------------------------------------------------------------------------------------------

  const groups = [...findings.querySelectorAll(".group")].map((group) => ({
    group,
    many: group.querySelector(".many"),
    details: group.querySelector("details"),
    members: [],
  }));
  const numberOf = new Map(groups.map(({ group }, number) => [group, number]));
  items.forEach((item, number) => groups[numberOf.get(item.closest(".group"))].members.push(number));
  const nothing = document.getElementById("nothing");
  const tiles = [...document.querySelectorAll(".tile")];
  const boxes = [...form.querySelectorAll('input[name="token"]')];
  let dimmed = false;

  const apply = (shown) => {
    let total = 0;
    items.forEach((item, number) => (item.hidden = shown[number] === 0));
    const narrowed = shown.includes(0);
    for (const { group, many, details, members } of groups) {
      const left = members.reduce((sum, number) => sum + shown[number], 0);
      total += left;
      group.hidden = left === 0;
      many.textContent = left === members.length ? String(left) : `${left} of ${members.length}`;
      if (details !== null) details.open = narrowed && left > 0;
    }
    nothing.hidden = total > 0;
    const ticked = boxes.filter((each) => each.checked).map((each) => each.value);
    for (const tile of tiles)
      if (ticked.includes(tile.dataset.token)) tile.setAttribute("aria-current", "true");
      else tile.removeAttribute("aria-current");
    if (!narrowed && !dimmed) return;
    dimmed = narrowed;
    partsOf("");
    const lively = new Set();
    cards.forEach((card, number) => {
      if (shown[number]) for (const claim of [...card[1], ...card[2]]) lively.add(claim);
    });
    for (const element of texts.querySelectorAll("[data-c]"))
      element.classList.toggle("off", !element.dataset.c.split(" ").some((claim) => lively.has(claim)));
  };

  claimtrack.filters(form, {
    total: cards.length,
    has(name, value) {
      const [place, list] = name === "speaker" ? [4, speakers] : [3, tokens];
      const wanted = list.indexOf(value);
      return (number) => cards[number][place].includes(wanted);
    },
    text: (number) => items[number].textContent,
    apply,
    noun: ["finding", "findings"],
  });
  nothing.querySelector("button").addEventListener("click", () => form.reset());

  for (const tile of tiles)
    tile.addEventListener("click", (event) => {
      event.preventDefault();
      const alone = tile.hasAttribute("aria-current") && boxes.filter((each) => each.checked).length === 1;
      form.reset();
      if (!alone) for (const each of boxes) each.checked = each.value === tile.dataset.token;
      // After the reset has told itself.
      setTimeout(() => form.dispatchEvent(new Event("change")), 0);
      findings.scrollIntoView({ block: "start", behavior: claimtrack.calm ? "instant" : "smooth" });
    });
}
