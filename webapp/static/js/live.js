// A live page: htmx asks for it every ten seconds, unless somebody paused it or nobody looks.
const button = document.getElementById("pause");
let paused = false;

button.hidden = false;
button.addEventListener("click", () => {
  paused = !paused;
  button.querySelector(".kern-label").textContent = paused ? button.dataset.resume : button.dataset.pause;
});

document.addEventListener("htmx:before:request", (event) => {
  if (paused || document.hidden) event.preventDefault();
});

// Whoever was signed out meanwhile gets another page: show it whole.
document.addEventListener("htmx:before:swap", (event) => {
  if (event.detail.ctx.text.includes('id="live"')) return;
  event.preventDefault();
  window.location.reload();
});
