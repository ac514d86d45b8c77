const FORM = /^P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?)?$/;

/** The minutes of an ISO 8601 duration of days, hours and minutes; PIM takes no other. */
export function minutes(duration: unknown): number | undefined {
  const found = FORM.exec(String(duration ?? ""));
  if (found === null) return undefined;
  const [days, hours, rest] = found.slice(1).map((part) => Number(part ?? 0));
  return (days * 24 + hours) * 60 + rest;
}
