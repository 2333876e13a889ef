"use strict";
(() => {
  const STEP = 50;
  const content = document.getElementById("content");
  const field = (id) => document.getElementById(id);
  const rows = [];
  let found = [], shown = 0, chunk = 0;

  window.numtrailChunk = (listed) => {
    for (const row of listed) rows.push([...row, (row[1] + " " + row[2] + " " + row[6] + " " + row[0]).toLowerCase()]);
  };
  function readNext() {
    if (chunk >= Number(content.dataset.chunks)) return;
    const script = document.createElement("script");
    script.src = "index-" + String(chunk++).padStart(4, "0") + ".js";
    script.onload = () => { search(); readNext(); };
    script.onerror = () => { field("told").textContent = "A part of the index is missing: write the receipts again."; };
    document.head.append(script);
  }
  function search() {
    const words = field("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const kind = field("kind").value, from = field("from").value, to = field("to").value, agreement = field("agreement").value;
    found = rows.filter((row) => words.every((word) => row[8].includes(word)) && (!kind || row[5].split(" ").includes(kind))
      && (!from || row[3].slice(0, 7) >= from) && (!to || (row[3] && row[3].slice(0, 7) <= to)) && (!agreement || row[7] === agreement));
    shown = 0;
    field("results").replaceChildren();
    more();
    const missing = Number(content.dataset.articles) - rows.length;
    field("told").textContent = `${found.length.toLocaleString("en")} articles` + (missing > 0 ? `, ${missing} still to be read` : "");
  }
  function more() {
    const list = document.createDocumentFragment();
    for (const row of found.slice(shown, shown + STEP)) list.append(item(row));
    shown = Math.min(found.length, shown + STEP);
    field("results").append(list);
    field("more").hidden = shown >= found.length;
  }
  function item(row) {
    const li = document.createElement("li"), a = document.createElement("a"), p = document.createElement("p"), about = document.createElement("p");
    a.href = row[0] + ".html";
    a.textContent = row[1];
    p.textContent = [row[3] || "undated", row[2], row[4] + (row[4] === 1 ? " number" : " numbers"), row[7] && "told elsewhere: " + row[7]].filter(Boolean).join(" · ");
    if (row[7] === "conflict") p.className = "conflict";
    about.textContent = row[6];
    li.append(a, p, about);
    return li;
  }
  // A link may choose what is shown: index.html#from=2023-04&to=2023-04
  const chosen = new URLSearchParams(location.hash.slice(1));
  for (const id of ["words", "kind", "from", "to", "agreement"]) if (chosen.has(id)) field(id).value = chosen.get(id);
  let waiting;
  for (const id of ["words", "kind", "from", "to", "agreement"]) field(id).addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 80); });
  field("more").addEventListener("click", more);
  readNext();
  if (content.dataset.chunks === "0") search();
})();
