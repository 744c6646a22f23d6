/* The page of a report: words and cards point at each other, filters take both away. */
{
  const report = document.getElementById("report");
  const text = document.getElementById("document");
  const list = document.getElementById("claims-list");
  const chooser = document.getElementById("chooser");
  const cards = list === null ? [] : [...list.querySelectorAll("[data-claim]")]; // the card of claim n is at n - 1
  const index = claimtrack.data("claims");
  const shown = new Uint8Array(cards.length).fill(1);
  const DEEPEST = 3;

  const numbers = (told) => (told ? told.split(" ").map(Number) : []);
  const visible = (found) => found.filter((number) => shown[number - 1]);
  const beside = () => matchMedia("(min-width: 60rem)").matches && text !== null;

  /* The elements of each claim's words, found when they are first asked for. */
  let places = null;
  const placesOf = (number) => {
    if (places === null) {
      places = cards.map(() => []);
      for (const element of text?.querySelectorAll("[data-claims], [data-parts]") ?? []) {
        const mine = new Set([...numbers(element.dataset.claims), ...numbers(element.dataset.parts)]);
        for (const number of mine) places[number - 1].push(element);
      }
    }
    return places[number - 1];
  };
  const firstWords = (number) => placesOf(number).find((element) => numbers(element.dataset.claims).includes(number));

  /* What is marked: "hot" under the pointer, "current" what was chosen. */
  const marked = { hot: new Set(), current: new Set() };
  const elements = { hot: [], current: [] };
  const mark = (how, wanted) => {
    const found = visible(wanted);
    if (found.length === marked[how].size && found.every((number) => marked[how].has(number))) return;
    for (const element of elements[how]) element.classList.remove(how, `${how}-part`);
    marked[how] = new Set(found);
    elements[how] = found.flatMap((number) => [cards[number - 1], ...placesOf(number)]);
    for (const element of elements[how]) {
      const states = element.dataset.claim || numbers(element.dataset.claims).some((number) => marked[how].has(number));
      element.classList.add(states ? how : `${how}-part`);
    }
  };

  /* The claims that an element of the page is about. */
  const at = (target) => {
    const element = target.closest?.("[data-claims], [data-parts], [data-ref], [data-claim]");
    if (!element || !report.contains(element)) return [];
    const { claims, parts, ref, claim } = element.dataset;
    return visible(numbers(ref ?? claim ?? claims ?? parts));
  };

  /* Brings a card into sight: beside the text in its own column, and the text stays where it is. */
  const toCard = (number) => {
    const card = cards[number - 1];
    if (!beside()) return claimtrack.bring(card, "start");
    const column = list.closest(".cards");
    const frame = column.getBoundingClientRect();
    const box = card.getBoundingClientRect();
    if (box.top < frame.top || box.bottom > frame.bottom) column.scrollTop += box.top - frame.top - 8;
    return undefined;
  };

  const choose = (number, { focus = false, words = false } = {}) => {
    mark("current", [number]);
    close();
    if (words) {
      const place = firstWords(number);
      if (place) claimtrack.bring(place, "center");
    } else {
      toCard(number);
    }
    if (focus) cards[number - 1].focus({ preventScroll: true });
  };

  /* Where several claims share the words, all of them are offered. */
  const close = () => {
    if (chooser !== null) chooser.hidden = true;
  };
  const offer = (found, place, x) => {
    chooser.replaceChildren(
      ...found.map((number) => {
        const card = cards[number - 1];
        const link = document.createElement("a");
        const statement = document.createElement("bdi");
        statement.textContent = card.querySelector(".statement, .words").textContent;
        link.href = `#${card.id}`;
        link.dataset.ref = number;
        link.append(`${number} · `, statement);
        return link;
      }),
    );
    chooser.hidden = false;
    const frame = chooser.offsetParent.getBoundingClientRect();
    const line = [...place.getClientRects()].find((box) => x >= box.left && x <= box.right) ?? place.getBoundingClientRect();
    chooser.style.top = `${line.bottom - frame.top + 4}px`;
    chooser.style.left = `${Math.max(0, Math.min(x - frame.left, frame.width - chooser.offsetWidth))}px`;
    chooser.firstElementChild.focus();
  };

  report.addEventListener("pointerover", (event) => mark("hot", at(event.target)));
  report.addEventListener("pointerleave", () => mark("hot", []));

  report.addEventListener("focusin", (event) => {
    if (chooser?.contains(event.target)) return mark("hot", at(event.target));
    const found = at(event.target);
    if (found.length === 0) return;
    mark("current", found);
    if (!event.target.matches(":focus-visible") || !beside()) return;
    // Going through one side with the keyboard, the other goes along.
    if (event.target.dataset.ref) toCard(found[0]);
    else if (firstWords(found[0])) claimtrack.bring(firstWords(found[0]));
  });

  report.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link?.dataset.ref) {
      event.preventDefault();
      history.replaceState(null, "", link.hash);
      return choose(Number(link.dataset.ref), { focus: true });
    }
    if (link?.classList.contains("number")) {
      event.preventDefault();
      const number = Number(link.closest("[data-claim]").dataset.claim);
      choose(number, { words: true });
      return document.getElementById(link.hash.slice(1))?.focus({ preventScroll: true });
    }
    if (link) return undefined;
    if (!getSelection().isCollapsed) return undefined; // words are being copied
    const found = at(event.target);
    const card = event.target.closest("[data-claim]");
    if (found.length === 0) {
      if (!chooser?.contains(event.target)) close();
      return undefined;
    }
    if (card) return choose(found[0], { words: beside() });
    mark("current", found);
    if (found.length > 1 && beside()) toCard(found[0]);
    if (found.length > 1) return offer(found, event.target.closest("[data-claims], [data-parts]"), event.clientX);
    return choose(found[0], { focus: !beside() });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    mark("current", []);
    mark("hot", []);
  });

  /* While the text is read, the cards beside it keep up: the first claim of the uppermost paragraph comes to the top. */
  let reading = 0;
  const keepUp = () => {
    const column = list?.closest(".cards");
    if (!beside() || !column || marked.current.size > 0 || column.matches(":hover, :focus-within")) return;
    const box = text.getBoundingClientRect();
    const top = column.getBoundingClientRect().top + 8;
    let paragraph = null;
    for (let y = Math.max(top, box.top + 8); y < innerHeight && !text.contains(paragraph); y += 24) // a gap may be there
      paragraph = document.elementFromPoint(box.left + 12, y)?.closest("#document p") ?? null;
    if (paragraph === null) return;
    for (const element of paragraph.querySelectorAll("[data-claims]")) {
      if (element.getBoundingClientRect().bottom < top) continue;
      const [number] = visible(numbers(element.dataset.claims));
      if (number === undefined) continue;
      column.scrollTop += cards[number - 1].getBoundingClientRect().top - top;
      return;
    }
  };
  addEventListener("scroll", () => { clearTimeout(reading); reading = setTimeout(keepUp, 120); }, { passive: true });

  /* A link to a claim, from this page or from another one. */
  const follow = () => {
    const card = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (card?.dataset.claim === undefined || card.hidden) return;
    const number = Number(card.dataset.claim);
    mark("current", [number]);
    toCard(number);
    if (beside() && firstWords(number)) claimtrack.bring(firstWords(number), "center");
  };
  addEventListener("hashchange", follow);

  const form = document.getElementById("filters");
  if (form !== null) {
    const show = () => {
      for (const box of form.querySelectorAll("[data-display]")) text.classList.toggle(box.dataset.display, box.checked);
    };
    const apply = (wanted) => {
      let left = 0;
      for (let at = 0; at < cards.length; at++) {
        left += wanted[at];
        if (shown[at] === wanted[at]) continue;
        shown[at] = wanted[at];
        cards[at].hidden = !wanted[at];
      }
      for (const element of text?.querySelectorAll("[data-claims], [data-parts]") ?? []) {
        const claims = visible(numbers(element.dataset.claims)).length;
        const depth = claims ? `c${Math.min(claims, DEEPEST)}` : "c0";
        if (element.dataset.claims && !element.classList.contains(depth)) {
          element.classList.remove("c0", "c1", "c2", "c3");
          element.classList.add(depth);
        }
        if (element.dataset.parts) element.classList.toggle("off", visible(numbers(element.dataset.parts)).length === 0);
      }
      for (const ref of text?.querySelectorAll(".ref") ?? []) ref.hidden = !shown[ref.dataset.ref - 1];
      const none = document.getElementById("none-left");
      if (none !== null) none.hidden = left > 0;
      mark("current", [...marked.current]);
      mark("hot", []);
      close();
    };
    const columns = { kind: index.kind, level: index.level, polarity: index.polarity, status: index.status };
    claimtrack.filters(form, {
      total: cards.length,
      has: (name, value) =>
        name === "speaker"
          ? (number) => index.speaker[number].includes(value)
          : (number) => columns[name][number] === value,
      text: (number) => cards[number].textContent,
      apply,
      noun: ["claim", "claims"],
    });
    if (text !== null) {
      form.addEventListener("change", show);
      form.addEventListener("reset", () => setTimeout(show, 0));
      show();
    }
    /* The bar of filters may stay at the top: what else sticks there keeps below it. */
    const measure = () => {
      const sticks = getComputedStyle(form).position === "sticky";
      document.documentElement.style.setProperty("--bar", sticks ? `${form.offsetHeight}px` : "0px");
    };
    new ResizeObserver(measure).observe(form);
    addEventListener("resize", measure);
  }
  if (location.hash) follow();
}
