// What staff desks' pages do beyond frame.js: put a short table in another order.

const collator = new Intl.Collator("en-GB", { numeric: true });

/** What a cell is ordered by: its data-sort, or its words, with 1,204 read as one number. */
function valueIn(row, column) {
  const cell = row.cells[column];
  return cell ? cell.dataset.sort ?? cell.textContent.trim().replace(/(\d),(?=\d{3})/g, "$1") : "";
}

/** Order the rows by one column and say so to those who listen to the table. */
function order(table, header, column) {
  const up = header.getAttribute("aria-sort") !== "ascending";
  const body = table.tBodies[0];
  const rows = [...body.rows].sort((a, b) => collator.compare(valueIn(a, column), valueIn(b, column)) * (up ? 1 : -1));
  table.querySelectorAll("th[aria-sort]").forEach((other) => other.setAttribute("aria-sort", "none"));
  header.setAttribute("aria-sort", up ? "ascending" : "descending");
  body.append(...rows);
}

function makeSortable(table) {
  [...table.tHead.rows[0].cells].forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    header.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => order(table, header, column));
  });
}

document.querySelectorAll("table[data-sortable]").forEach(makeSortable);
