// Sends what is typed into a field while it is typed, and holds back a link until it has arrived.
// By itself Streamlit sends a text when its field is left, and a link clicked at once overtakes it.
if (!window.oursTyping) {
  window.oursTyping = true;
  const PAUSE = 600; // ms without a key
  const PATIENCE = 5000; // ms until a link that waits is followed all the same
  const FIELD = '[class*="st-key-typed"] :is(input[type="text"], input[type="number"], textarea)';
  const LINK = '[data-testid="stPageLink-NavLink"]';
  let pause;
  let dirty = null;
  let passing = false;

  const running = () => document.querySelector('[data-test-script-state="running"]');
  const rest = (ms) => new Promise((done) => setTimeout(done, ms));

  function send() {
    clearTimeout(pause);
    const field = dirty;
    dirty = null;
    const commit = { key: "Enter", ctrlKey: field?.tagName === "TEXTAREA", bubbles: true };
    if (field?.isConnected) field.dispatchEvent(new KeyboardEvent("keydown", commit));
  }

  document.addEventListener("input", (event) => {
    if (!event.target.matches?.(FIELD)) return;
    dirty = event.target;
    clearTimeout(pause);
    pause = setTimeout(send, PAUSE);
  });

  document.addEventListener(
    "click",
    async (event) => {
      const link = event.target.closest(LINK);
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
      if (!link || passing || elsewhere || !dirty) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      send();
      const until = performance.now() + PATIENCE;
      await rest(150);
      while (running() && performance.now() < until) await rest(50);
      passing = true;
      const same = [...document.querySelectorAll(LINK)].find((a) => a.href === link.href);
      (link.isConnected ? link : same)?.click();
      passing = false;
    },
    true,
  );
}
