// The one file a page names. Defines <lotse-chat>, and adds one when the script tag asks for it.
import { LotseChat } from "./widget/element.js";

if (!customElements.get("lotse-chat")) customElements.define("lotse-chat", LotseChat);

// document.currentScript is null inside a module.
const script = document.querySelector("script[data-lotse]");

if (script && !document.querySelector("lotse-chat")) {
  const chat = document.createElement("lotse-chat");
  for (const name of ["lang", "api"]) {
    if (script.dataset[name]) chat.setAttribute(name, script.dataset[name]);
  }
  document.body.append(chat);
}
