/** The end of a day in UTC, as the command line takes `--as-of`; `null`: that is no day. */
export function asOfTime(day: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const time = new Date(`${day}T23:59:59Z`);
  // 31 February becomes a day in March, which nobody asked for.
  if (Number.isNaN(time.getTime()) || time.toISOString().slice(0, 10) !== day) return null;
  return time.toISOString();
}

/** The day of a time, in UTC, as a date field takes it. */
export function asOfDay(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10);
}
