// Copies the link beside a button, also where the browser has no clipboard for plain HTTP.
// The button is shown once it does something.
if (!window.oursCopy) {
  window.oursCopy = true;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".copy button");
    if (!button) return;
    const field = button.parentElement.querySelector("input, textarea");
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy");
    }
    button.closest(".link").querySelector("[role=status]").textContent = button.dataset.done;
  });
}
document.documentElement.dataset.copies = "";
