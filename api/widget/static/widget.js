// The one file a page names. Defines <family-guide>, and adds one when the script tag asks for it.
// The styles are asked for beside the module that needs them, not after it: that saves a round trip.
const styles = document.createElement("link");
styles.rel = "preload";
styles.as = "style";
styles.href = new URL("./widget/launcher.css", import.meta.url).href;
document.head.append(styles);
const { FamilyGuide } = await import("./widget/element.js");

if (!customElements.get("family-guide")) customElements.define("family-guide", FamilyGuide);

// document.currentScript is null inside a module.
const script = document.querySelector("script[data-family-guide]");

if (script && !document.querySelector("family-guide")) {
  const chat = document.createElement("family-guide");
  for (const name of ["lang", "api", "exit"]) {
    if (script.dataset[name]) chat.setAttribute(name, script.dataset[name]);
  }
  document.body.append(chat);
}
