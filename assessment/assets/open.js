// Sends the token behind # once, and leaves no trace of it in the history.
const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
const { purpose, failed, offline } = document.body.dataset;

function tell(sentence) {
  document.querySelector("h1").textContent = failed;
  document.getElementById("say").textContent = sentence;
}

fetch("/open", {
  method: "POST",
  headers: { "Content-Type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams({ token, purpose }),
})
  .then((answer) => {
    if (answer.redirected) return location.replace(answer.url);
    return answer.text().then(tell);
  })
  .catch(() => tell(offline));
