// A quick view of a report or a case within its list. Without this the row's own link opens the page, as ever.

const PAGE = /^(\/school\/(?:cases|reports)\/[0-9a-f-]{36}\/)/;

/** The row below, with what the page says at a glance. */
async function open(button, row, address) {
  button.setAttribute("aria-expanded", "true");
  const cell = document.createElement("td");
  cell.colSpan = row.cells.length;
  cell.setAttribute("role", "cell");
  cell.textContent = "One moment …";
  const below = document.createElement("tr");
  below.setAttribute("role", "row");
  below.className = "glance-row";
  below.append(cell);
  row.after(below);
  try {
    const answer = await fetch(`${address}glance/`, { credentials: "same-origin", redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    cell.replaceChildren(document.createRange().createContextualFragment(await answer.text()));
  } catch {
    cell.textContent = "It cannot be shown here just now. Open the page instead.";
  }
}

function close(button, row) {
  button.setAttribute("aria-expanded", "false");
  row.nextElementSibling?.remove();
}

function offer(link) {
  const address = PAGE.exec(link.getAttribute("href"))?.[1];
  const row = link.closest("tr");
  if (!address || !row) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "as-link glance-button";
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-label", `Quick view: ${link.textContent.trim()}`);
  button.textContent = "Quick view";
  const shut = () => button.getAttribute("aria-expanded") === "false";
  button.addEventListener("click", () => (shut() ? open(button, row, address) : close(button, row)));
  row.addEventListener("keydown", (event) => event.key === "Escape" && !shut() && close(button, row));
  link.after(" ", button);
}

document.querySelectorAll("main tbody a[href]").forEach(offer);
