/**
 * The text AUTOMATIC1111's web interface writes under `parameters` (its `create_infotext`), and many programs
 * after it: the prompt, `Negative prompt: …`, then one line of `Name: value` pairs that begins with `Steps`.
 */
export interface GenerationParameters {
  readonly prompt: string;
  readonly negativePrompt: string;
  /** Pairs of the last line, in order; quotation marks round a value are taken off. */
  readonly settings: ReadonlyMap<string, string>;
}

const LINE = 64 * 1024;
const SETTINGS = 200;
const settingsLine = /^\s{0,8}Steps: {0,4}\d{1,6}(?:,|$)/;
const negativeMark = 'Negative prompt:';

/**
 * Strict: the line must begin with `Steps: n`, name a `Sampler` (or the `App`), and give more of the settings every
 * version writes. A description that merely uses such words is none.
 */
export function readGenerationParameters(text: string): GenerationParameters | null {
  if (!text.includes('Steps: ')) return null;
  const lines = text.split('\n');
  const at = lines.findLastIndex((line) => settingsLine.test(line));
  const line = lines[at];
  if (line === undefined || line.length > LINE) return null;
  const settings = readSettings(line);
  const others = ['CFG scale', 'Seed', 'Size', 'Model', 'Model hash'].filter((name) =>
    settings.has(name),
  ).length;
  // SD.Next leaves its own default sampler out, but names itself.
  const named = (name: string): boolean => (settings.get(name) ?? '') !== '';
  if (!(named('Sampler') && others >= 1) && !(named('App') && others >= 2)) return null;
  const before = lines.slice(0, at).join('\n');
  const negative = before.startsWith(negativeMark) ? 0 : before.indexOf(`\n${negativeMark}`);
  return {
    prompt: (negative === -1 ? before : before.slice(0, negative)).trim(),
    negativePrompt: negative === -1 ? '' : before.slice(negative).trim().slice(negativeMark.length).trim(),
    settings,
  };
}

/** `Name: value` pairs, parted by commas; values may be quoted as JSON strings or be JSON themselves. */
export function readSettings(line: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (let at = 0; at < line.length && settings.size < SETTINGS; ) {
    const colon = line.indexOf(':', at);
    if (colon === -1) break;
    // A setting that is on is written as its bare name; the comma after it stands before the next name.
    const name = line
      .slice(line.lastIndexOf(',', colon) >= at ? line.lastIndexOf(',', colon) + 1 : at, colon)
      .trim();
    let start = colon + 1;
    while (line[start] === ' ') start += 1;
    const end = valueEnd(line, start);
    if (name !== '' && !settings.has(name)) settings.set(name, unquoted(line.slice(start, end).trim()));
    const comma = line.indexOf(',', end);
    at = comma === -1 ? line.length : comma + 1;
  }
  return settings;
}

function valueEnd(line: string, start: number): number {
  const first = line[start];
  if (first === '"' || first === '{' || first === '[') {
    const end = structureEnd(line, start);
    if (end !== null) return end;
  }
  const comma = line.indexOf(',', start);
  return comma === -1 ? line.length : comma;
}

/** Index after the string or bracket that begins at `start`; `null` when it is not closed. */
function structureEnd(line: string, start: number): number | null {
  let depth = 0;
  let quoted = false;
  for (let index = start; index < line.length; index += 1) {
    const character = line[index];
    if (quoted && character === '\\') index += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '{' || character === '[')) depth += 1;
    else if (!quoted && (character === '}' || character === ']')) depth -= 1;
    if (!quoted && depth <= 0) return index + 1;
  }
  return null;
}

function unquoted(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'string' ? parsed : value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return value.slice(1, -1);
  }
}
