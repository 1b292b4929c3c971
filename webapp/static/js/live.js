// A live page: htmx asks for it every few seconds, unless somebody paused it or nobody looks. Where the page has a tag,
// what stays the same is answered by 304.
const button = document.getElementById("pause");
let paused = false;

button.hidden = false;
button.addEventListener("click", () => {
  paused = !paused;
  button.querySelector(".kern-label").textContent = paused ? button.dataset.resume : button.dataset.pause;
});

document.addEventListener("htmx:config:request", (event) => {
  const { etag } = document.getElementById("live").dataset;
  if (etag) event.detail.ctx.request.headers["If-None-Match"] = `"${etag}"`;
});

document.addEventListener("htmx:before:request", (event) => {
  if (paused || document.hidden) event.preventDefault();
});

// Whoever was signed out meanwhile gets another page: show it whole.
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.response?.raw.status === 304 || ctx.text.includes('id="live"')) return;
  event.preventDefault();
  window.location.reload();
});
