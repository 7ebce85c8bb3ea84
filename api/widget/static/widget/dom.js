import { draw, h } from "./elements.js";

const SAFE_PROTOCOLS = new Set(["http:", "https:", "tel:", "mailto:"]);

/** For who hears the page instead of seeing it. */
export function unseen(text) {
  return h("span", { class: "visually-hidden" }, text);
}

export function textButton(label, onclick, kind = "") {
  return h("button", { type: "button", class: `button ${kind}`, onclick }, label);
}

/** A decorative picture: the words beside it say the same. */
export function icon(name) {
  return draw(ICONS[name]);
}

/** The address if a link may lead there, else null. */
export function safeUrl(address) {
  try {
    const url = new URL(address);
    return SAFE_PROTOCOLS.has(url.protocol) ? url.href : null;
  } catch {
    return null; // no address at all
  }
}

/** Nothing in the address becomes a copy to others, a subject or a text (RFC 6068). */
export function mailUrl(address) {
  return `mailto:${encodeURIComponent(address).replace("%40", "@")}`;
}

export function phoneUrl(phone) {
  return `tel:${phone.replace(/[^\d+]/g, "")}`;
}

const ICONS = {
  compass: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M15.6 8.4l-2.1 5.1-5.1 2.1 2.1-5.1z"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  menu: ["M12 5.5v.01", "M12 12v.01", "M12 18.5v.01"],
  simple: ["M4 6h11", "M4 11h16", "M4 16h7", "M14 16.5l2 2 4-4.5"],
  again: ["M5 12a7 7 0 1 0 2.2-5.1", "M7.5 3.5v3.7h3.7"],
  bin: ["M5 7h14", "M10 7V4.5h4V7", "M7 7l.8 12.5h8.4L17 7"],
  display: ["M4 18l5-12 5 12", "M5.7 14h6.6", "M15 18l2.5-6 2.5 6", "M15.8 16h3.4"],
  leave: ["M10 5H5v14h5", "M10 12h10", "M15.5 7.5L20 12l-4.5 4.5"],
  aloud: ["M4 9.5v5h3.5l4.5 4v-13l-4.5 4z", "M15.5 9a4.5 4.5 0 0 1 0 6", "M18 6.5a8 8 0 0 1 0 11"],
  send: ["M5 12h13", "M12.5 6l6 6-6 6"],
  phone: ["M6.5 4h3l1.5 4-2 1.6a11 11 0 0 0 5.4 5.4l1.6-2 4 1.5v3a2 2 0 0 1-2.2 2A15.5 15.5 0 0 1 4.5 6.2 2 2 0 0 1 6.5 4z"],
  mail: ["M4 6h16v12H4z", "M4 7l8 6 8-6"],
  link: ["M13 5h6v6", "M19 5l-9 9", "M17 14v5H5V7h5"],
  check: ["M5 12.5l4.5 4.5L19 7.5"],
  clock: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M12 7v5l3.5 2"],
  info: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M12 11v5.5", "M12 7.7v.01"],
  child: ["M12 4a3.2 3.2 0 1 0 0 6.4A3.2 3.2 0 0 0 12 4z", "M5.5 20c0-4 2.8-6.6 6.5-6.6s6.5 2.6 6.5 6.6"],
  need: ["M12 20s-7.5-4.5-7.5-10A4.2 4.2 0 0 1 12 7.6 4.2 4.2 0 0 1 19.5 10c0 5.5-7.5 10-7.5 10z"],
  place: ["M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11z", "M12 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z"],
  wish: ["M12 4l2.4 5 5.6.7-4.1 3.8 1.1 5.5-5-2.8-5 2.8 1.1-5.5L4 9.7 9.6 9z"],
  copy: ["M9 9h11v11H9z", "M15 9V4H4v11h5"],
  compare: ["M4 5h6v14H4z", "M14 5h6v14h-6z"],
  add: ["M12 5v14", "M5 12h14"],
  edit: ["M5 19l.8-3.6L16 5.2l2.8 2.8L8.6 18.2z"],
};
