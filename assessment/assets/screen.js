// The projector's page is laid out for 1920 by 1080, and drawn larger or smaller to fill any other
// wide screen. What is still too long is drawn small enough to be seen whole: nobody scrolls there.
// On a phone it is one column, 1070 wide, drawn smaller.
if (!window.oursScreen1080) {
  window.oursScreen1080 = true;
  const LEAST = 0.5; // of the usual size; below that nobody reads it
  const COLUMN = 1070;
  let waiting = false;

  function draw(page, width, scale) {
    page.style.width = `${width}px`;
    page.style.transform = scale === 1 ? "" : `scale(${scale})`;
  }

  function fitWide(page) {
    const usual = Math.min(innerWidth / 1920, innerHeight / 1080);
    let scale = usual;
    page.style.marginBottom = "";
    draw(page, innerWidth / scale, scale);
    for (let turn = 0; turn < 6 && page.offsetHeight * scale > innerHeight; turn += 1) {
      // A smaller scale is a wider page, on which lines break later: half the way is enough.
      scale *= Math.sqrt(innerHeight / (page.offsetHeight * scale)) * 0.99;
      scale = Math.max(scale, LEAST * usual);
      draw(page, innerWidth / scale, scale);
    }
  }

  function fitNarrow(page) {
    const scale = page.parentElement.clientWidth / COLUMN;
    draw(page, COLUMN, scale);
    page.style.marginBottom = `${page.offsetHeight * (scale - 1)}px`;
  }

  function fit() {
    waiting = false;
    const page = document.querySelector(".st-key-screen");
    const wide = Boolean(page) && innerWidth >= 1000;
    document.documentElement.toggleAttribute("data-wide", wide);
    document.documentElement.toggleAttribute("data-narrow", Boolean(page) && !wide);
    if (page) (wide ? fitWide : fitNarrow)(page);
  }

  const soon = () => {
    if (!waiting) requestAnimationFrame(fit);
    waiting = true;
  };
  addEventListener("resize", soon);
  document.fonts.addEventListener("loadingdone", soon); // a font that comes late breaks lines anew
  const changes = { childList: true, subtree: true, characterData: true };
  new MutationObserver(soon).observe(document.body, changes);
  fit();
}
