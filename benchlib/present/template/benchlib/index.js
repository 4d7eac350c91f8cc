"use strict";
const rows = Array.from(document.querySelectorAll("#reports tbody tr"));
const words = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const facts = rows.map((row) => ({
  text: words(row.textContent),
  country: row.cells[1].textContent,
  area: row.cells[2].textContent,
  valid: row.cells[3].textContent,
}));
const form = document.getElementById("filter");
const shown = document.getElementById("shown");
function filter() {
  const wanted = words(form.search.value).split(/\s+/).filter(Boolean);
  let count = 0;
  facts.forEach((fact, place) => {
    const fits = ["country", "area", "valid"].every((key) => !form[key].value || fact[key] === form[key].value)
      && wanted.every((word) => fact.text.includes(word));
    rows[place].hidden = !fits;
    count += fits;
  });
  shown.textContent = `${count.toLocaleString("en")} of ${rows.length.toLocaleString("en")} shown`;
}
const levels = ["gold", "silver", "bronze", "none"];
function fill(key) {
  const order = key === "valid" ? (a, b) => levels.indexOf(a) - levels.indexOf(b) : (a, b) => a.localeCompare(b, "en");
  const values = Array.from(new Set(facts.map((fact) => fact[key]))).sort(order);
  values.forEach((value) => form[key].add(new Option(value, value)));
}
["country", "area", "valid"].forEach(fill);
form.addEventListener("input", filter);
form.addEventListener("reset", () => setTimeout(filter));
form.addEventListener("submit", (event) => event.preventDefault());
form.hidden = false;
filter();
