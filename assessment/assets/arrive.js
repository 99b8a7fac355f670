// Runs when a screen comes up. One that was not there before starts at its top, with its heading
// in focus, so that neither the eye nor the keyboard is left where the last button was.
// Streamlit may still replace the heading while it draws: for a moment a lost focus is put back,
// and one that the person has moved is left alone.
(() => {
  const screen = document.currentScript.dataset.screen;
  const before = window.oursScreen;
  window.oursScreen = screen;
  if (before === undefined || before === screen) return;
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  const focus = () => {
    const heading = document.querySelector('[data-testid="stMain"] h1');
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  };
  const until = performance.now() + 4000;
  const watch = () => {
    if (window.oursScreen !== screen || performance.now() > until) return;
    if (document.activeElement === document.body) focus();
    setTimeout(watch, 100);
  };
  focus();
  watch();
})();
