// What pages do beyond HTML. Each is a convenience: without JavaScript the page works the same.
// One file without imports, because the first visit has room for one request.

const TWICE_MS = 8000;

/** Say where the page lives, so that refresh and back never send a form again. */
function nameThisPage() {
  const here = document.body.dataset.here;
  if (here) history.replaceState(null, "", here);
}

/** Put the reader at the list of what is wrong, and its links at the fields. */
function focusErrors() {
  const summary = document.querySelector(".govuk-error-summary");
  if (!summary) return;
  summary.tabIndex = -1;
  summary.focus();
}

/** Send a form once, however often the button is pressed; give the button back if the page comes back. */
function sendOnce() {
  let sent = null;
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (sent === event.target) event.preventDefault();
    sent = event.target;
    setTimeout(() => { sent = null; }, TWICE_MS);
  });
  addEventListener("pageshow", () => { sent = null; });
}

/** Let a box grow with what is typed, where the browser does not do it by itself. */
function growBoxes() {
  if (CSS.supports("field-sizing", "content")) return;
  const grow = (box) => { box.style.height = "auto"; box.style.height = `${box.scrollHeight + 4}px`; };
  document.addEventListener("input", (event) => { if (event.target.matches("textarea")) grow(event.target); });
  document.querySelectorAll("textarea").forEach(grow);
}

/** Space presses a link that looks like a button, as it presses a button. */
function pressLinks() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.matches('a[role="button"]')) return;
    event.preventDefault();
    event.target.click();
  });
}

/** Print buttons print. */
function printPages() {
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-print]")) return;
    event.preventDefault();
    print();
  });
}

/* ---- leaving at once ---- */

const PRESSES = 3;
const WITHIN_MS = 1500;

/** Empty the page before anything else, forget the cookie behind its back, and take this page's place in the history. */
function leaveAtOnce(link) {
  document.title = "";
  document.body.replaceChildren();
  fetch(link.href, { method: "POST", keepalive: true, credentials: "same-origin" }).catch(() => {});
  location.replace(link.dataset.leaveTo);
}

/** A page that the browser kept whole shows nothing on the way back before the server has been asked again. */
function stayGone() {
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.body.hidden = true;
    location.reload();
  });
}

/** Escape, three times within a second and a half, does what the button does, and says so as it counts. */
function leaveByEscape(link, count) {
  const pressed = [];
  let quiet;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || event.repeat) return;
    pressed.push(event.timeStamp);
    const left = PRESSES - pressed.filter((at) => event.timeStamp - at <= WITHIN_MS).length;
    if (left <= 0) { leaveAtOnce(link); return; }
    count.hidden = false;
    count.textContent = left === 1 ? "Escape once more to leave" : `Escape ${left} more times to leave`;
    clearTimeout(quiet);
    quiet = setTimeout(() => { count.hidden = true; count.textContent = ""; }, WITHIN_MS);
  });
}

function offerLeaving() {
  const link = document.querySelector("[data-leave-to]");
  if (!link) return;
  link.addEventListener("click", (event) => { event.preventDefault(); leaveAtOnce(link); });
  leaveByEscape(link, document.querySelector(".leave-count"));
  stayGone();
}

for (const help of [offerLeaving, nameThisPage, focusErrors, sendOnce, growBoxes, pressLinks, printPages]) help();
