"use strict";
// Filter, search and fold the page. Without this script it can still be read, followed and printed.
(() => {
  const form = document.querySelector("form.filter");

  // On large pages each case is stored as text and unpacked when opened. Its content is already escaped, and scripts
  // in it would not run.
  function unpack(one) {
    const packed = one.querySelector(":scope > script[type='text/html']");
    if (!packed) return;
    packed.insertAdjacentHTML("afterend", packed.textContent);
    packed.remove();
  }
  const open = (one) => { unpack(one); one.open = true; };
  document.addEventListener("toggle", (event) => { if (event.target.open) unpack(event.target); }, true);

  // On a link to a record, open its case and clear filters that hide it.
  function reveal() {
    const name = fragment();
    if (!name || name.startsWith("?")) return;
    const whole = document.getElementById(name.split("/")[0]);
    if (whole?.matches(".case")) open(whole.querySelector("details"));
    const found = document.getElementById(name);
    if (!found) return;
    const hidden = found.closest(".case[hidden]");
    if (hidden) showAll();
    for (let around = found.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    found.scrollIntoView();
    requestAnimationFrame(() => found.scrollIntoView()); // once more, when what lies above has its real height
  }

  function fragment() {
    try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; } // no more than somebody's typing
  }

  // Open everything shown before printing, and close it again afterwards.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")].filter((one) => !one.closest("[hidden]"));
    opened.forEach(open);
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
    opened = [];
  });

  addEventListener("hashchange", reveal);
  if (!form) { reveal(); return; }

  const cases = [...document.querySelectorAll(".case")];
  const count = document.getElementById("_count");
  const none = document.getElementById("_none");
  const texts = []; // of each case, in small letters, once it was searched
  const SLICE = 24; // milliseconds of work before the page may answer to whoever reads it
  let round = 0;

  const asked = () => new FormData(form);
  const words = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

  const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
  const plain = Object.fromEntries(Object.entries(signs).map(([sign, written]) => [written, sign]));

  // Return whether a case contains all these words; unpack it only if its packed text does.
  function holds(at, sought) {
    if (texts[at] === undefined) {
      const text = cases[at].textContent.toLowerCase();
      const packed = cases[at].querySelector("script") !== null;
      if (packed && !sought.every((word) => text.includes(word.replace(/[&<>"']/g, (sign) => signs[sign])))) return false;
      texts[at] = packed ? text.replace(/<[^>]*>/g, " ").replace(/&(?:amp|lt|gt|#34|#39);/g, (one) => plain[one]) : text;
    }
    return sought.every((word) => texts[at].includes(word));
  }

  function fits(at, chosen, sought) {
    for (const [name, value] of chosen) {
      if (!` ${cases[at].dataset[name]} `.includes(` ${value} `)) return false;
    }
    return !sought.length || holds(at, sought);
  }

  // Search in slices to keep the page responsive; a new query stops the old one.
  function filter() {
    const mine = ++round;
    const given = [...asked()].filter(([, value]) => value.trim());
    const chosen = given.filter(([name]) => name !== "q");
    const sought = words(given.find(([name]) => name === "q")?.[1] ?? "");
    let at = 0, found = 0;
    (function slice() {
      if (mine !== round) return;
      const end = performance.now() + SLICE;
      while (at < cases.length && performance.now() < end) {
        const shown = fits(at, chosen, sought);
        if (cases[at].hidden === shown) cases[at].hidden = !shown;
        found += shown;
        at += 1;
      }
      if (at < cases.length) { setTimeout(slice); return; }
      none.hidden = found > 0;
      const all = cases.length.toLocaleString("en");
      count.textContent = given.length ? `${found.toLocaleString("en")} of ${all} cases` : `${all} case${cases.length === 1 ? "" : "s"}`;
      form.dataset.done = mine;
    })();
    return given;
  }

  // Keep the query in the address, so that it can be shared.
  function ask() {
    const state = new URLSearchParams(filter()).toString();
    history.replaceState(null, "", state ? `#?${state}` : location.pathname + location.search);
  }

  function clear() {
    for (const field of form.querySelectorAll("input, select")) field.value = "";
  }

  function showAll() {
    clear();
    for (const one of cases) one.hidden = false; // at once: somebody follows a link
    filter();
  }

  function restore() {
    if (!fragment().startsWith("?")) return;
    clear();
    for (const [name, value] of new URLSearchParams(location.hash.slice(2))) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    filter();
  }

  let waiting;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 120); });
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  form.addEventListener("reset", () => setTimeout(ask));
  addEventListener("hashchange", restore);
  form.hidden = false;
  document.getElementById("_unscripted").hidden = true;
  restore();
  reveal();
})();
