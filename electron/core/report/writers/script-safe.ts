/** Pasted into a page between script tags, no text may end the script (HTML Standard, 4.12.1.3); JSON has escapes for it. */
const markup = /[<>&\u2028\u2029\u202A-\u202E\u2066-\u2069\u200B-\u200F\u061C\uFEFF\u0080-\u009F]/g;

export function scriptSafe(json: string): string {
  return json.replace(markup, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
