// Sends the token behind # once, and leaves no trace of it in the history.
const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
const say = document.getElementById("say");
fetch("/open", {
  method: "POST",
  headers: { "Content-Type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams({ token, purpose: document.body.dataset.purpose }),
})
  .then((answer) => {
    if (answer.redirected) return location.replace(answer.url);
    return answer.text().then((sentence) => (say.textContent = sentence));
  })
  .catch(() => (say.textContent = document.body.dataset.offline));
