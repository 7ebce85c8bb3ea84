/** The content of a JSON file beside this module. */
export async function loadJson(name) {
  const url = new URL(name, import.meta.url);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`cannot load ${url}: ${response.status}`);
  return response.json();
}

/** The language that comes closest to a BCP 47 tag, else German. */
export function closest(languages, asked) {
  const tag = asked.toLowerCase();
  const exact = languages.find(({ code }) => code === tag);
  const german = languages.find(({ code }) => code === "de");
  return exact ?? languages.find(({ code }) => code === tag.split("-")[0]) ?? german;
}
