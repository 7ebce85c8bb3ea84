// The page's own buttons lead into the chat.
await customElements.whenDefined("lotse-chat");
const chat = document.querySelector("lotse-chat");

for (const button of document.querySelectorAll("[data-open-chat]")) {
  button.addEventListener("click", () => chat.show());
}

for (const button of document.querySelectorAll("[data-ask]")) {
  button.addEventListener("click", () => chat.ask(button.dataset.ask));
}
