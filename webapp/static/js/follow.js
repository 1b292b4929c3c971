// A list that follows what others do: htmx asks every five seconds whether it changed, unless somebody paused it or
// nobody looks. What stays the same is answered by 304, so the list tells by its tag what is there.
const list = () => document.getElementById("questions");
const button = document.getElementById("pause");
let paused = false;
let unfolded = [];
let votedFor = "";

button.hidden = false;
document.getElementById("following").hidden = false;
document.getElementById("load-again").hidden = true;
button.addEventListener("click", () => {
  paused = !paused;
  button.querySelector(".kern-label").textContent = paused ? button.dataset.resume : button.dataset.pause;
  document.getElementById("following").hidden = paused;
});

// What changed by a vote is read out, too.
function tell(question) {
  const parts = question.querySelectorAll(".question__total, .question__voted");
  document.getElementById("vote-status").textContent = [...parts].map((part) => part.textContent.trim()).join(", ");
}

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.sourceElement === list()) ctx.request.headers["If-None-Match"] = list().dataset.etag;
});

document.addEventListener("htmx:before:request", (event) => {
  if (event.detail.ctx.sourceElement === list() && (paused || document.hidden)) event.preventDefault();
});

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  unfolded = [...document.querySelectorAll("#questions details[open]")].map((fold) => fold.closest(".question").id);
  const isList = ctx.sourceElement === list();
  votedFor = isList ? "" : ctx.sourceElement.closest(".question").id;
  const expected = isList ? 'id="questions"' : 'id="question-';
  if (ctx.response.status < 400 && ctx.text.includes(expected)) return;
  event.preventDefault();
  if (!isList) ctx.sourceElement.submit(); // a vote that was refused: the page says why
});

document.addEventListener("htmx:after:swap", () => {
  for (const id of unfolded) {
    const fold = document.querySelector(`#${id} details`);
    if (fold) fold.open = true;
  }
  if (votedFor) tell(document.getElementById(votedFor));
});
