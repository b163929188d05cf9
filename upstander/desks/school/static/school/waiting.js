// While the worker makes a PDF or reads a policy: ask now and then whether it is there, and show the page anew once it is.
const waiting = document.querySelector("[data-waits-for]");
let pause = 700;

async function ask() {
  const answer = await fetch(waiting.dataset.waitsFor, { method: "HEAD" }).catch(() => null);
  if (answer?.status === 200) return location.reload();
  pause = Math.min(pause * 1.5, 10000);
  setTimeout(ask, pause);
}

if (waiting) setTimeout(ask, pause);
