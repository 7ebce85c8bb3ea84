// The one file a page names. Defines <family-guide>, and adds one where a script tag asks for it.
// The styles are asked for beside the module that needs them, not after it: that saves a round trip.
const styles = document.createElement("link");
styles.rel = "preload";
styles.as = "style";
styles.href = new URL("./widget/launcher.css", import.meta.url).href;
document.head.append(styles);
const { FamilyGuide } = await import("./widget/element.js");

if (!customElements.get("family-guide")) customElements.define("family-guide", FamilyGuide);

// document.currentScript is null inside a module, and of several equal script tags one runs.
for (const script of document.querySelectorAll("script[data-family-guide]")) {
  const inline = "inline" in script.dataset;
  if (!inline && document.querySelector("family-guide:not([inline])")) continue;
  const chat = document.createElement("family-guide");
  for (const { name, value } of script.attributes) {
    if (name.startsWith("data-")) chat.setAttribute(name.slice(5), value);
  }
  if (inline && document.body.contains(script)) script.after(chat);
  else document.body.append(chat);
}
