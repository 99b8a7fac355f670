// Runs when a screen comes up. One that was not there before starts at its top, with its heading
// in focus, so that neither the eye nor the keyboard is left where the last button was.
(() => {
  const screen = document.currentScript.dataset.screen;
  const before = window.sevenSignsScreen;
  window.sevenSignsScreen = screen;
  if (before === undefined || before === screen) return;
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  const heading = document.querySelector('[data-testid="stMain"] h1');
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
})();
