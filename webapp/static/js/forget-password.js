// A download leaves the page as it is: the password that was typed for it goes as soon as the form is on its way.
for (const form of document.querySelectorAll("form:has(input[type=password])")) {
  form.addEventListener("submit", () => {
    setTimeout(() => {
      for (const field of form.querySelectorAll("input[type=password]")) field.value = "";
    }); // afterwards, since what is sent is gathered only when everybody has heard of it
  });
}
