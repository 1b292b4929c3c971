// Shows the buttons that copy a text; without scripts the text is marked and copied by hand.
const status = document.getElementById("copy-status");

for (const button of document.querySelectorAll("[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      status.textContent = `${button.dataset.done}: ${text.textContent.trim()}`;
      button.querySelector(".kern-label").textContent = button.dataset.done;
    } catch {
      getSelection().selectAllChildren(text); // may not copy: mark it, so that a key does
    }
  });
}
