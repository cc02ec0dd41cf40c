/** The members of a JSON object of texts, as a label's payload is; `null`: the value is something else. */
export function flatJson(value: string): { readonly name: string; readonly value: string }[] | null {
  if (!value.startsWith('{')) return null;
  try {
    const parsed: unknown = JSON.parse(value);
    if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) return null;
    return Object.entries(parsed).map(([name, member]) => ({
      name,
      value: typeof member === 'string' ? member : JSON.stringify(member),
    }));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
