/** A time as Graph writes it: no zeros at the end of the second's fraction, and no fraction that is none. */
export function timestamp(time: Date): string {
  return time.toISOString().replace(/\.?0+Z$/, "Z");
}
