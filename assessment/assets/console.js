// The keyboard at the front of the room: presses the page's own buttons, as a mouse would. The keys
// of a presenter are Page Down and the arrow to the right. Not while somebody types or chooses.
if (!window.oursConsole) {
  window.oursConsole = true;
  const BUTTONS = {
    ArrowRight: "press_next",
    PageDown: "press_next",
    v: "press_again",
    q: "press_items",
    u: "press_back", // what was just taken out of the plan, or else the last step
  };
  const TYPING = 'input:not([type="checkbox"]), textarea, select, [contenteditable], [role="combobox"], [role="listbox"], [role="radiogroup"]';
  const PAUSE = 700; // ms; a key that is held down is one wish
  let last = -PAUSE;

  document.addEventListener("keydown", (event) => {
    const name = BUTTONS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const on = document.querySelector('[data-shortcuts="on"]');
    const other = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
    if (!name || !on || other || event.target.closest?.(TYPING)) return;
    const names = name === "press_back" ? [name, "press_undo"] : [name];
    const [button] = names
      .map((one) => document.querySelector(`[class*="st-key-${one}"] button:not([disabled])`))
      .filter(Boolean);
    if (!button || performance.now() - last < PAUSE) return;
    last = performance.now();
    event.preventDefault();
    button.click();
  });
}
