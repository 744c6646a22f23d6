/* The matrix: which rows are shown. */
{
  const lines = [...document.getElementById("lines").rows];
  claimtrack.filters(document.getElementById("filters"), {
    total: lines.length,
    noun: ["fact", "facts"],
    has: (_, value) => (number) => lines[number].dataset.status.split("|").includes(value),
    text: (number) => lines[number].querySelector(".words").textContent,
    apply: (shown) => lines.forEach((line, number) => { line.hidden = !shown[number]; }),
  });
}
