const FORMER_PX = 64; // of what came before stays in sight

/**
 * Scrolls the panel until the top of `element` is in sight at the top, or its end at the bottom.
 * scrollIntoView would scroll the page around an inline chat, too.
 */
export function reveal(element, side = "top") {
  let box = element.parentElement;
  while (box && !scrolls(box)) box = box.parentElement;
  if (!box) return;
  const distance = element.getBoundingClientRect()[side] - box.getBoundingClientRect()[side];
  box.scrollBy(0, side === "top" ? distance - FORMER_PX : Math.max(0, distance + FORMER_PX / 4));
}

function scrolls(box) {
  return box.scrollHeight > box.clientHeight && getComputedStyle(box).overflowY === "auto";
}
