/** Hand a text to the user as a file: the browser saves it, the desktop window asks where to. Gives the name. */
export function saveText(name: string, mime: string, text: string): string {
  const address = URL.createObjectURL(new Blob([text], { type: mime }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by then; the bytes need not stay any longer.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return name;
}
