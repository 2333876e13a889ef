"use strict";
document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", () => {
  const panel = document.getElementById("panel");
  const marks = [...document.querySelectorAll('mark[role="button"]')];
  let pinned = null;
  const pieces = (id) => document.querySelectorAll(`mark[data-claim="${id}"]`);
  const isClaim = (id) => /^c_[a-z2-7]{16}$/.test(id) && document.getElementById("card-" + id) !== null;

  function show(id) {
    for (const card of panel.querySelectorAll(".card.on")) card.classList.remove("on");
    for (const mark of document.querySelectorAll("mark.shown")) mark.classList.remove("shown");
    panel.classList.toggle("busy", id !== null);
    if (id === null) return;
    document.getElementById("card-" + id).classList.add("on");
    for (const mark of pieces(id)) mark.classList.add("shown");
  }
  function pin(id) {
    for (const mark of document.querySelectorAll('mark[aria-pressed="true"]')) mark.setAttribute("aria-pressed", "false");
    for (const card of panel.querySelectorAll(".card.pinned")) card.classList.remove("pinned");
    pinned = id;
    show(id);
    if (id === null) { history.replaceState(null, "", location.pathname + location.search); return; }
    for (const mark of pieces(id)) mark.setAttribute("aria-pressed", "true");
    document.getElementById("card-" + id).classList.add("pinned");
    panel.scrollTop = 0;
    reach(document.getElementById(id));
    uncover(document.getElementById(id));
    if (location.hash !== "#" + id) history.replaceState(null, "", "#" + id);
  }
  function uncover(mark) {
    // On narrow screens the panel lies over the lower part of the text.
    const over = panel.getBoundingClientRect(), own = mark.getBoundingClientRect();
    if (liesOver() && own.bottom > over.top - 8) scrollBy({ top: own.bottom - over.top + 48 });
  }
  function liesOver() { return getComputedStyle(panel).position === "fixed"; }
  function reach(mark) { for (const other of marks) other.tabIndex = other === mark ? 0 : -1; }
  function fromAddress() {
    const id = location.hash.slice(1);
    if (!isClaim(id)) return;
    pin(id);
    const mark = document.getElementById(id);
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
  }
  if (panel) {
    reach(marks[0]);
    const claimOf = (event) => { const mark = event.target.closest("mark[data-claim]"); return mark && mark.dataset.claim; };
    const text = document.getElementById("text");
    // A panel that lies over the text would come between the pointer and the number: there a tap shows it.
    text.addEventListener("pointerover", (event) => { const id = claimOf(event); if (!liesOver()) show(id && pinned === null ? id : pinned); });
    text.addEventListener("pointerleave", () => { if (!liesOver()) show(pinned); });
    text.addEventListener("focusin", (event) => { const id = claimOf(event); if (id && pinned === null && !liesOver()) show(id); });
    text.addEventListener("click", (event) => { const id = claimOf(event); if (id) pin(id === pinned ? null : id); });
    text.addEventListener("keydown", (event) => {
      const at = marks.indexOf(document.activeElement);
      if (at < 0) return;
      const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: marks.length - 1 }[event.key];
      if (to !== undefined) {
        event.preventDefault();
        const next = marks[Math.max(0, Math.min(marks.length - 1, to))];
        reach(next);
        next.focus();
        if (pinned !== null) pin(next.dataset.claim);
      } else if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        pin(marks[at].dataset.claim === pinned ? null : marks[at].dataset.claim);
      }
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      const mark = pinned && document.getElementById(pinned);
      pin(null);
      if (mark) { mark.focus(); show(null); }
    });
    panel.addEventListener("click", (event) => { if (event.target.closest(".close")) { const mark = document.getElementById(pinned); pin(null); if (mark) mark.focus(); show(null); } });
    for (const key of document.querySelectorAll(".key")) key.addEventListener("click", () => {
      const on = key.getAttribute("aria-pressed") !== "true";
      key.setAttribute("aria-pressed", String(on));
      for (const mark of document.querySelectorAll("mark." + key.dataset.group)) mark.classList.toggle("off", !on);
    });
    addEventListener("hashchange", fromAddress);
    fromAddress();
  }
  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".copy");
    if (!button) return;
    try { await navigator.clipboard.writeText(button.dataset.copy); } catch {
      const range = document.createRange();
      range.selectNodeContents(button.previousElementSibling);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy id"; }, 1500);
  });
});
