// Sends what is typed into a field while it is typed, and holds back a link until it has arrived.
// By itself Streamlit sends a text when its field is left, and a link clicked at once overtakes it.
if (!window.oursTyping) {
  window.oursTyping = true;
  const PAUSE = 600; // ms without a key
  const BEGINS = 2500; // ms in which what was sent is taken up, else there was nothing new
  const PATIENCE = 10000; // ms until a link that waits is followed all the same
  const FIELD = '[class*="st-key-typed"] :is(input[type="text"], input[type="number"], textarea)';
  const LINK = '[data-testid="stPageLink-NavLink"]';
  let pause;
  let dirty = null;
  let passing = false;
  let runs = 0; // of the page that have begun
  let left = null; // how many there were when the field was left, which sends it too
  let ran = false;
  let arriving = null; // ends once what was sent last is there

  const running = () => document.querySelector('[data-test-script-state="running"]');
  const rest = (ms) => new Promise((done) => setTimeout(done, ms));

  // What was sent is safe once a run has begun since, and has ended. Console pages also run by
  // themselves, so that "nothing runs just now" says nothing.
  async function arrived(since) {
    const sent = performance.now();
    const pending = () => performance.now() < sent + (runs === since ? BEGINS : PATIENCE);
    while (pending() && (runs === since || running())) await rest(20);
    await rest(100);
  }

  function send() {
    clearTimeout(pause);
    const field = dirty;
    dirty = null;
    const commit = { key: "Enter", ctrlKey: field?.tagName === "TEXTAREA", bubbles: true };
    const mine = arrived(left ?? runs).then(() => {
      if (arriving === mine) arriving = null;
    });
    arriving = mine;
    if (field?.isConnected) field.dispatchEvent(new KeyboardEvent("keydown", commit));
  }

  new MutationObserver(() => {
    const now = Boolean(running());
    if (now && !ran) runs += 1;
    ran = now;
  }).observe(document.body, {
    attributeFilter: ["data-test-script-state"],
    subtree: true,
  });

  document.addEventListener("focusout", (event) => {
    if (event.target === dirty) left = runs;
  });

  document.addEventListener("input", (event) => {
    if (!event.target.matches?.(FIELD)) return;
    dirty = event.target;
    left = null;
    clearTimeout(pause);
    pause = setTimeout(send, PAUSE);
  });

  document.addEventListener(
    "click",
    async (event) => {
      const link = event.target.closest(LINK);
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
      if (!link || passing || elsewhere || !(dirty || arriving)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (dirty) send();
      await arriving;
      passing = true;
      const same = [...document.querySelectorAll(LINK)].find((a) => a.href === link.href);
      (link.isConnected ? link : same)?.click();
      passing = false;
    },
    true,
  );
}
