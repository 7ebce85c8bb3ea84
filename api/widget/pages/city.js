// The page's own buttons lead into the chat.
await customElements.whenDefined("family-guide");
const chat = document.querySelector("family-guide");

for (const button of document.querySelectorAll("[data-open-chat]")) {
  button.addEventListener("click", () => chat.show());
}

for (const button of document.querySelectorAll("[data-ask]")) {
  button.addEventListener("click", () => chat.ask(button.dataset.ask));
}
