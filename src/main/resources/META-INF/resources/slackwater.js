// Only comforts: every page can be read and used without this script.
"use strict";
(() => {
  const lang = document.documentElement.lang;
  const exact = new Intl.DateTimeFormat(lang, { dateStyle: "full", timeStyle: "long" });

  // The exact time on hover, in the zone of the browser.
  const times = (root) => root.querySelectorAll("time[datetime]").forEach((time) => {
    time.title = exact.format(new Date(time.dateTime));
  });

  // The days of a strip: one stop of the Tab key instead of thirty, and the arrow keys move from day to day.
  const only = (day) => [...day.parentElement.children].forEach((one) => { one.tabIndex = one === day ? 0 : -1; });
  const strips = (root) => root.querySelectorAll(".strip").forEach((strip) => only(strip.lastElementChild));
  const inStrip = (element) => element.parentElement?.classList.contains("strip");
  document.addEventListener("focusin", (event) => { if (inStrip(event.target)) only(event.target); });
  document.addEventListener("keydown", (event) => {
    if (!inStrip(event.target)) return;
    const days = [...event.target.parentElement.children];
    const at = days.indexOf(event.target);
    const to = days[{ ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: days.length - 1 }[event.key]];
    if (!to) return;
    event.preventDefault();
    to.focus();
  });
  document.addEventListener("htmx:afterSwap", () => strips(document));

  // The focus survives an update: it returns to the element that leads to the same place.
  const place = (element) => [element.tagName, element.closest("[id]")?.id, ...["href", "action", "name", "value"].map((name) => element.getAttribute(name))].join(" ");
  const alike = (element) => [...document.querySelectorAll(element.tagName)].filter((one) => place(one) === place(element));
  let held = null;
  // A field that is being filled in is not replaced.
  const edited = (field) => "defaultValue" in field && (field.value !== field.defaultValue || field.checked !== field.defaultChecked);
  document.addEventListener("htmx:beforeSwap", (event) => {
    const element = document.activeElement;
    if (event.detail.target.contains(element) && edited(element)) event.detail.shouldSwap = false;
    held = element && element.closest("#content") ? { element, index: alike(element).indexOf(element) } : null;
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (!held || held.element.isConnected) return;
    const next = alike(held.element)[held.index];
    if (!next) return;
    next.focus({ preventScroll: true });
  });

  // A page that lost the server says so.
  const lost = document.getElementById("lost");
  const away = () => { lost.textContent = lost.dataset.text; };
  document.addEventListener("htmx:sendError", away);
  document.addEventListener("htmx:timeout", away);
  document.addEventListener("htmx:responseError", (event) => {
    // The session has ended: the sign-in page knows the way back.
    if (event.detail.xhr.status === 401) location.reload();
    else away();
  });
  // Follows an error, too.
  document.addEventListener("htmx:afterOnLoad", (event) => { if (event.detail.successful) lost.textContent = ""; });
  document.addEventListener("htmx:afterSwap", () => times(document));

  // Live pages: an element with data-live gets the event "live", at most once a second, when something changed.
  // data-live="" hears of all but the bytes of runs; data-live="RUN" hears only of this run, and of its bytes.
  const changed = new Set();
  let timer = 0, told = 0;
  const tell = () => {
    const heard = new Set(changed);
    changed.clear();
    timer = 0;
    told = Date.now();
    document.querySelectorAll("[data-live]").forEach((element) => {
      if (heard.has("*") || heard.has(element.dataset.live)) htmx.trigger(element, "live");
    });
  };
  const note = (what) => {
    changed.add(what);
    timer ||= setTimeout(tell, Math.max(0, told + 1000 - Date.now()));
  };
  const events = {
    "run-begun": (data) => { note(""); note(data.run); },
    "run-step": (data) => { note(""); note(data.run); },
    "run-bytes": (data) => note(data.run),
    "run-ended": (data) => { note(""); note(data.run); },
    "alarm-raised": () => note(""),
    "alarm-ended": () => note(""),
    "health": () => note(""),
    "status": () => note(""),
    "refresh": () => note("*"),
  };
  const hear = (event) => events[event.type](JSON.parse(event.data));
  // After a break, what happened meanwhile is asked for. Whether the server is lost, the answer tells.
  let open = null;
  document.addEventListener("htmx:sseOpen", (event) => {
    Object.keys(events).forEach((name) => event.detail.source.addEventListener(name, hear));
    if (open === false) note("*");
    open = true;
  });
  document.addEventListener("htmx:sseError", () => {
    if (open) note("*");
    open = false;
  });

  times(document);
  strips(document);
})();
