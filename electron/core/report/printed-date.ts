import { formatDate } from '#shared/text/format.ts';

/** `2026-03-09 14:05:33 +08:00`: ISO 8601 order with spaces, where narrow columns may break. */
export function printedDate(instant: string, offsetMinutes: number): string {
  return formatDate(instant, offsetMinutes).replace(/^(\d{4,}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(.+)$/, '$1 $2 $3');
}
