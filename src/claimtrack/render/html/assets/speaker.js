/* A speaker's page: which facts are shown. */
{
  const rows = [...document.getElementById("rows").children];
  claimtrack.filters(document.getElementById("filters"), {
    total: rows.length,
    noun: ["fact", "facts"],
    has: (_, value) => (number) => rows[number].dataset.status.split("|").includes(value),
    text: (number) => rows[number].textContent,
    apply: (shown) => rows.forEach((row, number) => { row.hidden = !shown[number]; }),
  });
}
