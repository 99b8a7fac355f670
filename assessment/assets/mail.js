// Sends the token behind #, at once or when the button is pressed, and says what came of it.
const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
const { purpose, offline } = document.body.dataset;
const say = document.getElementById("say");
const press = document.getElementById("press");

async function send() {
  if (press) press.disabled = true;
  try {
    const answer = await fetch(`/${purpose}`, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ token }),
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("h1").textContent = page.querySelector("h1").textContent;
    say.textContent = page.querySelector("main p").textContent;
    press?.remove();
  } catch {
    say.textContent = offline;
    if (press) press.disabled = false;
  }
}

if (press) press.addEventListener("click", send);
else send();
