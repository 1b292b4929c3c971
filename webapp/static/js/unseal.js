// Opens a sealed list in the browser of whoever knows its passphrase; it asks nobody and sends nothing.
const sealed = JSON.parse(document.getElementById("sealed").textContent);
const form = document.getElementById("open");
const problem = document.getElementById("problem");
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

async function opened(passphrase) {
  const typed = new TextEncoder().encode(passphrase.toLowerCase().replace(/[^a-z0-9]/g, ""));
  const material = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const recipe = { name: "PBKDF2", hash: "SHA-256", salt: bytes(sealed.salt), iterations: sealed.rounds };
  const key = await crypto.subtle.deriveKey(recipe, material, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(sealed.nonce) }, key, bytes(sealed.data));
  return new TextDecoder().decode(plain);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problem.textContent = "";
  if (!globalThis.crypto?.subtle) {
    problem.textContent = form.dataset.tooOld;
    return;
  }
  try {
    const list = document.getElementById("list");
    list.innerHTML = await opened(document.getElementById("passphrase").value);
    document.getElementById("closed").remove();
    list.focus();
  } catch {
    problem.textContent = form.dataset.wrong;
  }
});
