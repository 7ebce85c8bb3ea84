// Opens the list that stands behind the # of a link or a QR code: a browser keeps that to itself,
// so it is put into the address here. Some messengers write commas as %2C.
const LIST = /^#v1,([a-z-]{2,20}),([\w.-]{1,80}(?:,[\w.-]{1,80}){0,29})$/;

function openList() {
  if (!/^#v\d/.test(location.hash)) return;
  const list = LIST.exec(location.hash.replace(/%2c/gi, ","));
  if (list) location.replace(`/plan?offers=${list[2]}&language=${list[1]}`);
  for (const [id, shown] of [["empty", false], ["opening", list], ["broken", !list]]) {
    const told = document.getElementById(id);
    if (told) told.hidden = !shown;
  }
}

openList();
window.addEventListener("hashchange", openList);

const print = document.getElementById("print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

const share = document.getElementById("share");
if (share) {
  share.hidden = false;
  share.addEventListener("click", () => passOn(share.dataset.link));
}

/** By what the device has for it; where it has nothing, the link is copied or at least shown. */
async function passOn(url) {
  const copied = document.getElementById("copied");
  try {
    if (navigator.share) await navigator.share({ title: document.title, url });
    else {
      await navigator.clipboard.writeText(url);
      copied.hidden = false;
    }
  } catch (error) {
    if (error.name === "AbortError") return; // they thought better of it
    copied.textContent = url;
    copied.hidden = false;
  }
}
