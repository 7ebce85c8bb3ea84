// The weather, from a public authority and without advertising: what anybody may have looked at.
const HARMLESS = "https://www.dwd.de/";
const PRESSES = 3;
const WITHIN_MS = 2000;

/**
 * Hides the page at once, lets `forget` remove what was said, and replaces the page by `address`: its
 * entry in the history of the tab, too. The new page is not told where the family came from.
 */
export function leaveFor(address, forget) {
  const page = document.documentElement;
  page.style.setProperty("display", "none", "important");
  document.title = "\u2026";
  const referrer = document.createElement("meta");
  referrer.name = "referrer";
  referrer.content = "no-referrer";
  page.append(referrer);
  try {
    forget();
  } finally {
    replace(destination(address));
  }
}

/** Calls `then` when Escape is pressed three times within two seconds, the first while `isOpen()`. */
export function onThreeEscapes(isOpen, then, signal) {
  let presses = [];
  const count = ({ key, repeat, timeStamp }) => {
    if (key !== "Escape" || repeat) return;
    presses = presses.filter((before) => timeStamp - before < WITHIN_MS);
    if (presses.length > 0 || isOpen()) presses.push(timeStamp);
    if (presses.length === PRESSES) then();
  };
  // Before anybody else: a question above the chat keeps Escape to itself.
  document.addEventListener("keydown", count, { capture: true, signal });
}

function destination(address) {
  const link = document.createElement("a");
  link.href = address ?? HARMLESS;
  if (link.host && /^https?:/.test(link.href)) return link.href;
  console.warn(`family-guide: exit="${address}" is no address of a page, like ${HARMLESS}`);
  return HARMLESS;
}

/** In a frame it is the page around it that must not be seen. */
function replace(address) {
  try {
    window.top.location.replace(address);
  } catch {
    window.location.replace(address);
  }
}
