// The one file a page names. Defines <family-guide>, and adds one when the script tag asks for it.
import { FamilyGuide } from "./widget/element.js";

if (!customElements.get("family-guide")) customElements.define("family-guide", FamilyGuide);

// document.currentScript is null inside a module.
const script = document.querySelector("script[data-family-guide]");

if (script && !document.querySelector("family-guide")) {
  const chat = document.createElement("family-guide");
  for (const name of ["lang", "api"]) {
    if (script.dataset[name]) chat.setAttribute(name, script.dataset[name]);
  }
  document.body.append(chat);
}
