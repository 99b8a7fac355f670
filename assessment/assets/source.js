// Notes once, before any page is turned, which campaign and which site somebody came from, and
// sends it with the form that begins an assessment: the site's name alone, no address.
(() => {
  if (!window.oursSource) {
    const given = new URLSearchParams(location.search);
    const kept = new URLSearchParams();
    for (const [name, value] of given) if (name.startsWith("utm_")) kept.set(name, value);
    try {
      const from = new URL(document.referrer);
      if (from.host !== location.host) kept.set("referrer", from.host);
    } catch {
      // nobody said where from
    }
    window.oursSource = kept.toString().slice(0, 800);
  }
  const fill = () => {
    for (const field of document.querySelectorAll('form[action="/begin"] input[name="source"]')) {
      field.value = window.oursSource;
    }
  };
  fill();
  document.addEventListener("submit", fill, true);
})();
