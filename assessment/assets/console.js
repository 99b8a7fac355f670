// The keyboard at the front of the room: presses the page's own buttons, as a mouse would. The keys
// of a presenter are Page Down and the arrow to the right. Not while somebody types or chooses.
if (!window.sevenSignsConsole) {
  window.sevenSignsConsole = true;
  const BUTTONS = {
    ArrowRight: "press_next",
    PageDown: "press_next",
    v: "press_again",
    u: "press_undo",
  };
  const TYPING = 'input:not([type="checkbox"]), textarea, select, [contenteditable], [role="combobox"], [role="listbox"], [role="radiogroup"]';
  const PAUSE = 700; // ms; a key that is held down is one wish
  let last = -PAUSE;

  document.addEventListener("keydown", (event) => {
    const name = BUTTONS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const on = document.querySelector('[data-shortcuts="on"]');
    const other = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
    if (!name || !on || other || event.target.closest?.(TYPING)) return;
    const button = document.querySelector(`.st-key-${name} button:not([disabled])`);
    if (!button || performance.now() - last < PAUSE) return;
    last = performance.now();
    event.preventDefault();
    button.click();
  });
}
