/** Words that camera fields are full of; where they stand elsewhere they say nothing of a person. */
const common =
  /^(?:unknown|none|person|organization|imageobject|creativework|n\/a|north|south|east|west|above sea level|below sea level|true north|magnetic north|true|false|yes|no|wgs-?84|km\/h|mph)$/i;
const momentOnly = /^[\d\s:.,TZ+/-]+$/;

/** The values that are looked for everywhere else too, with the parts of lists; others would take half the report with them. */
export function tellingValues(values: readonly string[]): string[] {
  const parts = values
    .flatMap((value) => [value, ...value.split(/\s*[;,|\n]\s+/)])
    .map((value) => value.trim());
  return [...new Set(parts)].filter((value) => {
    if (common.test(value)) return false;
    if (momentOnly.test(value)) return /\d+\.\d{3,}/.test(value) || value.replace(/\D/g, '').length >= 9;
    return /\p{Script=Han}{2}/u.test(value) || [...value].length >= 4;
  });
}

/** Free text that is looked for elsewhere: as a whole, since its words are everybody's. */
export function tellingTexts(texts: readonly string[]): string[] {
  return [...new Set(texts.map((text) => text.trim()))].filter(
    // A single word of a workflow is the name of one of its parts.
    (text) => ([...text].length >= 12 && /[\s,]/.test(text)) || /\p{Script=Han}{4}/u.test(text),
  );
}
