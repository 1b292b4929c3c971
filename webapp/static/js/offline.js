// Sent without a connection, a form would be lost in the browser's own error page: it stays, and is told why.
const told = document.getElementById("offline");
const small = document.querySelector("link[rel=icon]").href;
let passes = false;

addEventListener(
  "submit",
  async (event) => {
    if (navigator.onLine || passes) return;
    const { target: form, submitter } = event;
    event.preventDefault();
    event.stopPropagation();
    form.append(told);
    told.hidden = true;
    try {
      await fetch(small, { cache: "no-store" }); // a browser may be wrong about it
      passes = true;
      form.requestSubmit(submitter);
    } catch {
      told.hidden = false;
    } finally {
      passes = false;
    }
  },
  true,
);

addEventListener("online", () => {
  told.hidden = true;
});
