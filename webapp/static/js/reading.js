// A report that is being read: htmx asks every two seconds how far it is, unless nobody looks.
document.addEventListener("htmx:before:request", (event) => {
  if (document.hidden) event.preventDefault();
});

// It is read, or somebody was signed out: that is another page, to be shown whole.
document.addEventListener("htmx:before:swap", (event) => {
  if (event.detail.ctx.text.includes('id="reading"')) return;
  event.preventDefault();
  window.location.reload();
});
