/* The timeline: draws the rows that are looked at, shows the words of a mark, filters and sorts. */
{
  const told = claimtrack.data("timeline");
  const { facts, strings, reports, outlets, speakers, tags, rules, codes } = told;
  const list = document.getElementById("rows");
  const panel = document.getElementById("panel");
  const form = document.getElementById("filters");
  const rows = [...list.children];
  const SVG = "http://www.w3.org/2000/svg";
  // The fields of a sighting, by their place in the list that it is written as.
  const REPORT = 0, CLAIM = 1, CODE = 2, X = 3, WORDS = 4, WHO = 5, RULE = 6, SCORE = 7, AGAINST = 8, CHANGES = 9, SIGNS = 10, TAGS = 11, KIND = 12;
  const TITLE = 1, DATE = 2, FIRST_DAY = 3, LAST_DAY = 4, OUTLET = 5;

  const element = (name, properties = {}, ...inside) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key === "class") made.className = value;
      else if (value !== null && value !== undefined && value !== "") made.setAttribute(key, value);
    }
    made.append(...inside.filter((part) => part !== null));
    return made;
  };
  const drawn = (name, attributes, ...inside) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  };

  const outletOf = (sighting) => reports[sighting[REPORT]][OUTLET];
  const outletName = (sighting) => (outletOf(sighting) === null ? "outlet not known" : outlets[outletOf(sighting)][0]);
  const lookOf = (sighting) => (outletOf(sighting) === null ? ["r", "r"] : outlets[outletOf(sighting)].slice(1));
  const dateOf = (sighting) => reports[sighting[REPORT]][DATE] ?? "no date";
  const anchorOf = (fact, number) => "s-" + `${fact.id}.${number + 1}`.replace(/[^0-9A-Za-z._-]/gu, (letter) => `~${letter.codePointAt(0).toString(16)}~`);
  const label = (sighting) => {
    const [code, words] = codes[sighting[CODE]];
    return [dateOf(sighting), outletName(sighting), `${code}, ${words}`, ...sighting[SIGNS].map((sign) => told.signs[sign])].join(" · ");
  };

  let wanted = null; // what the filters ask of a sighting

  // --- drawing: the same as the template's macros draw, out of the same places -------------------------------------

  const sign = (name, x, y) => drawn("use", { class: `s s-${name}`, href: `#s-${name}`, x: `${x}%`, y });
  const signBeside = (name, x, y, aside) => {
    const made = sign(name, x, y);
    made.setAttribute("transform", `translate(${aside} 0)`);
    return made;
  };

  function plotOf(fact) {
    const count = fact.k.length;
    const plot = drawn("svg", {
      class: "plot", height: told.height, width: "100%", role: "group",
      "aria-label": `${count.toLocaleString("en")} sighting${count === 1 ? "" : "s"} over time`,
    });
    for (const [kind, x1, y1, x2, y2] of fact.l) plot.append(drawn("line", { class: `l-${kind}`, x1: `${x1}%`, y1, x2: `${x2}%`, y2 }));
    for (const [x, y] of fact.v) plot.append(drawn("circle", { class: "s-back", cx: `${x}%`, cy: y, r: 7 }), sign("conflict", x, y));
    fact.k.forEach((sighting, number) => {
      const [shape, colour] = lookOf(sighting);
      const x = sighting[X], y = codes[sighting[CODE]][3];
      const signs = sighting[SIGNS].filter((name) => name !== "versus"); // a line shows that one
      plot.append(
        drawn(
          "a", { class: "mark", href: `#${anchorOf(fact, number)}`, "data-k": number, "aria-label": label(sighting) },
          drawn("circle", { class: "hit", cx: `${x}%`, cy: y, r: 9 }),
          drawn("use", { class: `m o${colour}`, href: `#m${shape}`, x: `${x}%`, y }),
          ...signs.map((name, index) => signBeside(name, x, y - 12, 12 * index - 6 * (signs.length - 1))),
        ),
      );
    });
    return plot;
  }

  const factOf = (row) => Number(row.dataset.f);
  const marksOf = (row) => [...row.querySelectorAll(".mark")];

  function draw(row) {
    if (row.dataset.ready) return;
    row.dataset.ready = "1";
    const fact = facts[factOf(row)];
    if (!row.querySelector(".plot")) row.querySelector(".row-plot").append(plotOf(fact));
    // One stop of the tab key a row: the arrow keys go on from there.
    marksOf(row).forEach((mark, number) => mark.setAttribute("tabindex", number ? "-1" : "0"));
    dim(row);
  }

  const watcher = new IntersectionObserver(
    (seen) => {
      for (const { isIntersecting, target } of seen) {
        if (!isIntersecting) continue;
        draw(target);
        watcher.unobserve(target);
      }
    },
    { rootMargin: "600px 0px" },
  );
  for (const row of rows) {
    if (row.querySelector(".plot")) draw(row);
    else watcher.observe(row);
  }
  addEventListener("beforeprint", () => rows.forEach(draw));

  // --- words -----------------------------------------------------------------------------------------------------

  const quote = (text) => element("q", { class: "quote", dir: "auto" }, text);
  const isolated = (text) => element("bdi", {}, text);
  const icon = ([shape, colour]) =>
    drawn("svg", { class: "one", width: 16, height: 16, viewBox: "-8 -8 16 16", "aria-hidden": "true" }, drawn("use", { class: `m o${colour}`, href: `#m${shape}` }));
  const level = (sighting) => {
    const [code, words, tone] = codes[sighting[CODE]];
    return element("span", { class: `certainty ${tone}` }, element("b", { class: "code" }, code), ` ${words}`);
  };
  const who = (sighting) => {
    if (!sighting[WHO].length) return [element("span", { class: "unresolved" }, "speaker not resolved")];
    return sighting[WHO].flatMap(([number, name], index) => {
      const href = speakers[number][1];
      const named = element(href ? "a" : "span", { class: "speaker", href }, isolated(strings[name]));
      return index ? [element("span", { class: "joint" }, " and "), named] : [named];
    });
  };
  const changes = (sighting) => {
    if (!sighting[CHANGES].length) return null;
    return element(
      "ul", { class: "changes" },
      ...sighting[CHANGES].map(([number, ...runs]) => {
        const [axis, rule, meaning] = rules[number];
        const woven = element("span", { class: "quote", dir: "auto" }, ...runs.map(([mark, text]) => (mark ? element(mark === 1 ? "del" : "ins", {}, strings[text]) : strings[text])));
        return element("li", {}, element("span", { class: "axis-name" }, axis), " ", element("b", { title: meaning }, rule), ...(runs.length ? [" ", woven] : []));
      }),
    );
  };
  const badges = (sighting) => sighting[SIGNS].flatMap((name) => [element("span", { class: "badge warn" }, told.signs[name]), " "]);
  const source = (sighting) => `${outletName(sighting)}, ${dateOf(sighting)}`;

  function tableOf(fact) {
    const caption = `Sightings of: ${strings[fact.w]}`;
    const head = ["Date", "Outlet", "Who", "Certainty", "Words", "What changed"].map((word) => element("th", { scope: "col" }, word));
    const body = fact.k.map((sighting, number) =>
      element(
        "tr", { id: anchorOf(fact, number) },
        element("th", { scope: "row" }, dateOf(sighting)),
        outletOf(sighting) === null ? element("td", {}, "not known") : element("td", {}, icon(lookOf(sighting)), " ", isolated(outletName(sighting))),
        element("td", {}, ...who(sighting)),
        element("td", {}, level(sighting)),
        element("td", {}, quote(strings[sighting[WORDS]])),
        element("td", {}, ...badges(sighting), changes(sighting)),
      ),
    );
    return element(
      "div", { class: "scrolls", role: "region", tabindex: "0", "aria-label": caption },
      element("table", { class: "sightings" }, element("caption", { class: "unseen" }, caption), element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body)),
    );
  }
  list.addEventListener(
    "toggle",
    (event) => {
      const details = event.target;
      if (details.open && !details.querySelector("table")) details.append(tableOf(facts[factOf(details.closest(".row"))]));
    },
    true,
  );

  // --- the panel --------------------------------------------------------------------------------------------------

  let current = null; // the row and the number of the sighting whose words are shown

  const side = (sighting, opposed, words) =>
    element(
      "div", { class: "side" },
      element("p", { class: "note" }, sighting ? isolated(source(sighting)) : "another fact", ...(sighting ? [" · ", ...who(sighting)] : [])),
      element("p", { class: "opposed" }, element("mark", { dir: "auto" }, opposed)),
      words !== null && words !== opposed ? element("p", {}, quote(words)) : null,
    );

  function conflicts(number, place) {
    const found = [];
    for (const [mine, otherFact, other, rule, meaning, words, otherWords] of facts[number].c) {
      const turned = mine !== place && otherFact === number && other === place;
      if (mine !== place && !turned) continue;
      const one = facts[number].k[mine] ?? null;
      const two = otherFact >= 0 ? (facts[otherFact].k[other] ?? null) : null;
      const sides = [
        side(one, strings[words], one && strings[one[WORDS]]),
        side(two, strings[otherWords], two && strings[two[WORDS]]),
      ];
      if (otherFact >= 0 && otherFact !== number) {
        const link = element("a", { href: `#${rows.find((row) => factOf(row) === otherFact).id}` }, isolated(strings[facts[otherFact].w]));
        sides[1].append(element("p", { class: "note" }, "of the fact ", link));
      }
      if (turned) sides.reverse();
      found.push(element("div", { class: "versus" }, element("p", { class: "versus-rule" }, element("b", {}, rule), `: ${meaning}`), element("div", { class: "sides" }, ...sides)));
    }
    return found;
  }

  function show(row, place) {
    draw(row);
    const number = factOf(row);
    const fact = facts[number];
    const sighting = fact.k[place];
    const report = reports[sighting[REPORT]];
    const before = sighting[AGAINST] >= 0 ? fact.k[sighting[AGAINST]] : null;
    const against = conflicts(number, place);
    const step = (by, words, sign) => {
      const button = element("button", { type: "button", "aria-label": words }, sign);
      button.disabled = !fact.k[place + by];
      button.addEventListener("click", () => {
        show(row, place + by);
        panel.focus();
      });
      return button;
    };
    const close = element("button", { type: "button", class: "close" }, "Close");
    close.addEventListener("click", hide);
    const words = fact.h ? element("a", { href: fact.h }, isolated(strings[fact.w])) : isolated(strings[fact.w]);
    panel.replaceChildren(
      element("div", { class: "panel-bar" }, step(-1, "Earlier sighting", "←"), step(1, "Later sighting", "→"), element("span", { class: "note" }, `${place + 1} of ${fact.k.length}`), close),
      element("h2", { class: "panel-fact" }, words),
      element("p", { class: "sighting-head" }, icon(lookOf(sighting)), " ", element("time", {}, dateOf(sighting)), " ", element("b", {}, isolated(outletName(sighting))), " ", level(sighting)),
      element("p", {}, ...badges(sighting)),
      element("p", { class: "said" }, quote(strings[sighting[WORDS]])),
      element("p", { class: "note" }, ...who(sighting), ...(report[TITLE] === null ? [] : [" in “", isolated(report[TITLE]), "”"]), ` · ${sighting[KIND]}`, ...sighting[TAGS].flatMap((tag) => [" · ", element("span", { class: "tag" }, isolated(tags[tag]))])),
      element("p", { class: "note" }, `Why it belongs to this fact: ${told.why[sighting[RULE]]}${place ? `, score ${sighting[SCORE].toFixed(2)}` : ""}. `, element("span", { class: "id" }, `${report[0]}#${sighting[CLAIM]}`)),
      ...against.length ? [element("h3", {}, "What stands against it"), ...against] : [],
      ...before || sighting[CHANGES].length
        ? [
            element("h3", {}, before ? "Against " : "What changed", ...(before ? [isolated(source(before))] : [])),
            changes(sighting) ?? element("p", { class: "note" }, "Nothing changed."),
            before ? element("p", { class: "note" }, "It said: ", quote(strings[before[WORDS]])) : null,
          ].filter((part) => part !== null)
        : [],
    );
    mark(false);
    current = { row, place };
    mark(true);
    panel.hidden = false;
    panel.scrollTop = 0;
    document.body.classList.add("with-panel");
    if (matchMedia("(max-width: 52rem)").matches) claimtrack.bring(row, "start"); // the words cover the lower part
  }

  function mark(on) {
    if (!current) return;
    current.row.classList.toggle("current", on);
    marksOf(current.row)[current.place].classList.toggle("current", on);
  }

  function hide() {
    if (!current) return;
    const { row, place } = current;
    mark(false);
    current = null;
    panel.hidden = true;
    document.body.classList.remove("with-panel");
    if (!row.hidden) focusMark(row, place);
  }

  function focusMark(row, place) {
    draw(row);
    const marks = marksOf(row);
    marks.forEach((other, number) => other.setAttribute("tabindex", number === place ? "0" : "-1"));
    marks[place].focus();
    claimtrack.bring(row);
  }

  list.addEventListener("click", (event) => {
    const mark = event.target.closest(".mark");
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(mark.closest(".row"), Number(mark.dataset.k));
    panel.focus();
  });

  /** The mark of *row* that stands nearest to the one whose sighting is given. */
  const nearest = (row, x) => {
    let best = 0;
    facts[factOf(row)].k.forEach((sighting, number, all) => {
      if (Math.abs(sighting[X] - x) < Math.abs(all[best][X] - x)) best = number;
    });
    return best;
  };

  list.addEventListener("keydown", (event) => {
    const mark = event.target.closest(".mark");
    if (!mark || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = mark.closest(".row");
    const place = Number(mark.dataset.k);
    const last = facts[factOf(row)].k.length - 1;
    const along = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: last }[event.key];
    if (along !== undefined) {
      event.preventDefault();
      focusMark(row, Math.min(Math.max(along, 0), last));
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      let next = row;
      do next = event.key === "ArrowUp" ? next.previousElementSibling : next.nextElementSibling;
      while (next && next.hidden);
      if (next) focusMark(next, nearest(next, facts[factOf(row)].k[place][X]));
    }
  });
  panel.addEventListener("keydown", (event) => {
    if (event.target !== panel || !current) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by && facts[factOf(current.row)].k[current.place + by]) {
      event.preventDefault();
      show(current.row, current.place + by);
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && current) hide();
  });

  // --- filters and order ------------------------------------------------------------------------------------------

  const SEVERAL = ["outlet", "speaker", "tag", "from", "until"]; // what one and the same sighting has to have
  const asked = () => {
    const values = Object.fromEntries(SEVERAL.map((name) => [name, form.elements[name].value]));
    return SEVERAL.some((name) => values[name]) ? values : null;
  };
  const fits = (sighting, of) => {
    const report = reports[sighting[REPORT]];
    return (
      (!of.outlet || report[OUTLET] === Number(of.outlet)) &&
      (!of.speaker || sighting[WHO].some(([number]) => number === Number(of.speaker))) &&
      (!of.tag || sighting[TAGS].includes(Number(of.tag))) &&
      (!of.from || (report[LAST_DAY] !== null && report[LAST_DAY] >= of.from)) &&
      (!of.until || (report[FIRST_DAY] !== null && report[FIRST_DAY] <= of.until))
    );
  };
  function dim(row) {
    if (!row.dataset.ready || (wanted === null && !row.querySelector(".dim"))) return;
    const fact = facts[factOf(row)];
    for (const mark of marksOf(row)) mark.classList.toggle("dim", wanted !== null && !fits(fact.k[mark.dataset.k], wanted));
  }

  claimtrack.filters(form, {
    total: facts.length,
    noun: ["fact", "facts"],
    has(name, value) {
      if (name === "status") return (number) => facts[number].s.some((place) => told.statuses[place] === value);
      const of = asked();
      return (number) => facts[number].k.some((sighting) => fits(sighting, of));
    },
    text: (number) => [strings[facts[number].w], ...facts[number].k.map((sighting) => strings[sighting[WORDS]])].join("\n"),
    apply(shown) {
      const was = wanted;
      wanted = asked();
      for (const row of rows) {
        row.hidden = !shown[factOf(row)];
        if (wanted || was) dim(row);
      }
      if (current && current.row.hidden) hide();
    },
  });

  const day = (fact, last) => {
    const days = fact.k.map((sighting) => reports[sighting[REPORT]][FIRST_DAY]).filter((found) => found !== null).sort();
    return days.length ? days[last ? days.length - 1 : 0] : null;
  };
  const orders = {
    "": () => 0,
    first: (fact) => day(fact, false) ?? "~", // after every digit: what has no date comes last
    last: (fact) => day(fact, true) ?? "",
    status: (fact) => fact.s[0],
    count: (fact) => fact.k.length,
  };
  const FALLING = new Set(["last", "count"]);
  let order = "";
  form.elements.order.addEventListener("change", sort);
  form.addEventListener("reset", () => setTimeout(sort, 0));
  function sort() {
    const name = form.elements.order.value;
    if (name === order) return; // to move 2,000 rows takes a tenth of a second
    order = name;
    const keys = facts.map(orders[name]);
    const turn = FALLING.has(name) ? -1 : 1;
    const sorted = [...rows].sort((one, other) => {
      const a = keys[factOf(one)], b = keys[factOf(other)];
      return (a < b ? -1 : a > b ? 1 : 0) * turn || factOf(one) - factOf(other);
    });
    list.append(...sorted);
  }
  if (form.elements.order.value) sort();
}
