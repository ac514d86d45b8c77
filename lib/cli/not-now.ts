import { type AccessPath, type Estate, placeOf, rightName } from "../access";
import { type TableFormat, table, titled } from "./table";
import { wayText } from "./words";

/** A way that is written down and gives nothing on the day that was asked about. */
export interface NotNow {
  readonly path: AccessPath;
  /** `ended 2026-11-20`, `begins 2026-12-20`. */
  readonly why: string;
}

/** The ways that ended before the day of an estate, or begin after it. */
export function notNow({ timeless, idle }: Estate, waysIn: (estate: Estate) => readonly AccessPath[]): NotNow[] {
  if (timeless === undefined) return [];
  return waysIn(timeless).flatMap((path) => {
    const why = path.via.flatMap(({ entry }) => idle.get(entry) ?? []);
    return why.length === 0 ? [] : [{ path, why: why.join(", ") }];
  });
}

/** These as a block of their own; nothing if there are none. */
export function notNowText(estate: Estate, ways: readonly NotNow[], format: TableFormat): string[] {
  if (ways.length === 0) return [];
  const rows = ways.map(({ path, why }) => [
    estate.nameOf(path.principal),
    why,
    `${wayText(estate, path)}: ${rightName(path.right)} on ${placeOf(estate, path.right)}`,
  ]);
  return [titled(format, "Not on that day", table(format, ["Who", "Why", "How"], rows))];
}
