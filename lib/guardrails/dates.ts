/** The end of a day, or the time itself, in milliseconds. */
export function endOf(date: string): number {
  return Date.parse(date.length === 10 ? `${date}T23:59:59Z` : date);
}

/** Whether a day or a time is over. */
export function hasEnded(until: string | null, now: string): boolean {
  return until !== null && endOf(until) < Date.parse(now);
}
