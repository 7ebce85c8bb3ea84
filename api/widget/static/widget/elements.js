const SVG = "http://www.w3.org/2000/svg";
// They turn round what stands beside them, too: „moc.elgoog“ may be shown for another address.
const TURNS_DIRECTION = /[\u202a-\u202e]/g;

/**
 * Builds an element. `onclick`-like properties become listeners, `true` an empty attribute,
 * `false`, `null` and `undefined` none. Strings become text nodes, never markup, and nothing in them
 * turns the direction of writing.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  const there = children.flat().filter((child) => child !== null && child !== undefined);
  element.append(...there.map((child) => (typeof child === "string" ? straight(child) : child)));
  return element;
}

function straight(text) {
  return text.replace(TURNS_DIRECTION, "");
}

/** A decorative picture of lines: the words beside it say the same. */
export function draw(paths) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  for (const d of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** A linked sheet: strict Content-Security-Policies allow it, and phones of ten years know it. */
export function loadStyles(href, root, before = null) {
  const link = h("link", { rel: "stylesheet", href });
  return new Promise((resolve, reject) => {
    link.addEventListener("load", () => resolve(link));
    link.addEventListener("error", () => {
      link.remove();
      reject(new Error(`cannot load ${href}`));
    });
    root.insertBefore(link, before);
  });
}
