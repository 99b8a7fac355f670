// Sends a comment while it is typed, and holds back a link until it has arrived. By itself Streamlit
// sends a text when its box is left, and a link clicked at once overtakes it: the text was lost.
if (!window.oursComment) {
  window.oursComment = true;
  const PAUSE = 400; // ms without a key
  const MOST = 10000; // characters; a page sends all its boxes at once, and too much is refused
  const PATIENCE = 10000; // ms until a link that waits is given up
  const LINK = '[data-testid="stPageLink-NavLink"]';
  let pause;
  let passing = false;
  let held = null; // the text that is not kept and has held back a link: the next one goes through

  const box = () => document.querySelector(".st-key-comment textarea");
  const reply = () => document.querySelector(".st-key-comment [data-received]");

  // While the reply is drawn anew there is none, and nobody knows what it will be.
  function unsent() {
    const received = reply()?.dataset.received;
    const known = received !== undefined && box()?.value === decodeURIComponent(received);
    return Boolean(box()) && !known;
  }

  function refused() {
    return reply()?.dataset.kept === "no" && box()?.value !== held;
  }

  async function send() {
    const until = performance.now() + PATIENCE;
    const commit = { key: "Enter", ctrlKey: true, bubbles: true };
    box()?.dispatchEvent(new KeyboardEvent("keydown", commit));
    while (unsent() && performance.now() < until) {
      await new Promise((done) => setTimeout(done, 50));
    }
    document.body.toggleAttribute("data-unsent", unsent());
  }

  function follow(link) {
    const same = [...document.querySelectorAll(LINK)].find((a) => a.href === link.href);
    passing = true;
    (link.isConnected ? link : same)?.click();
    passing = false;
  }

  document.addEventListener("focusin", (event) => {
    if (event.target === box()) event.target.maxLength = MOST;
  });

  document.addEventListener("input", (event) => {
    if (event.target !== box()) return;
    document.body.toggleAttribute("data-unsent", unsent());
    clearTimeout(pause);
    pause = setTimeout(send, PAUSE);
  });

  document.addEventListener(
    "click",
    async (event) => {
      const link = event.target.closest(LINK);
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
      if (!link || passing || elsewhere || !(unsent() || refused())) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      await send();
      if (!unsent() && reply()?.dataset.kept !== "no") return follow(link);
      held = box()?.value ?? null;
      box()?.focus();
    },
    true,
  );
}
