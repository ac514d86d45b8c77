import type { Command } from "commander";
import { estateOf } from "../../access";
import { sortedJson } from "../../access/serialize";
import { Duration, ValidationError } from "../../core";
import { quote } from "../../core/text";
import { CannotRun } from "../cannot-run";
import type { Call, CommandModule } from "../command";
import { NOW_HELP, nowOf } from "../day";
import { type Ending, daysUntil, endingsOf } from "../endings";
import { ExitCode } from "../exit-code";
import { FORMAT_HELP, type Format, formatOf } from "../format";
import { DEFAULT_FOLDER, MODELS_HELP, readModels } from "../models";
import { table, titled } from "../table";

interface Options {
  readonly models: string;
  readonly within: string;
  readonly format: string;
  readonly now?: string;
}

/** The endings of an app, as of a day. */
interface Calendar {
  readonly ended: readonly Ending[];
  readonly soon: readonly Ending[];
  readonly later: readonly Ending[];
  /** Counted from the day of apply. */
  readonly unknown: readonly Ending[];
}

/** `aks-entra expiring`. */
export const command: CommandModule<Options> = {
  configure: (c: Command) =>
    void c
      .option("--within <time>", "how far to look ahead, such as 30d or 12h", "30d")
      .option("--models <folder>", MODELS_HELP, DEFAULT_FOLDER)
      .option("--format <format>", FORMAT_HELP, "text")
      .option("--now <date>", NOW_HELP)
      .addHelpText("after", "\nExit code 1 if something has ended or ends within that time.\n"),
  run({ io, options }: Call<Options>): ExitCode {
    const format = formatOf(options.format);
    const within = lengthOf(options.within);
    const now = nowOf(io, options.now);
    const models = readModels(io, options.models);
    const calendar = sort(endingsOf(models, estateOf(models).nameOf), now, within);
    io.out(render(calendar, format, within, now));
    return calendar.ended.length + calendar.soon.length > 0 ? ExitCode.FOUND : ExitCode.FINE;
  },
};

function lengthOf(text: string): Duration {
  try {
    return Duration.parse(text);
  } catch (e) {
    if (!ValidationError.isValidationError(e)) throw e;
    throw new CannotRun(
      `--within ${quote(text)} is not a length of time; allowed: whole days, hours and minutes such as 30d or 12h`,
    );
  }
}

function sort(endings: readonly Ending[], now: Date, within: Duration): Calendar {
  const limit = now.getTime() + within.toMinutes() * 60_000;
  const at = (e: Ending) => (e.at === null ? NaN : Date.parse(e.at));
  return {
    ended: endings.filter((e) => at(e) <= now.getTime()),
    soon: endings.filter((e) => at(e) > now.getTime() && at(e) <= limit),
    later: endings.filter((e) => at(e) > limit),
    unknown: endings.filter((e) => e.at === null),
  };
}

function render({ ended, soon, later, unknown }: Calendar, format: Format, within: Duration, now: Date): string {
  if (format === "json") {
    return sortedJson({
      schemaVersion: 1,
      within: within.toIsoString(),
      ended,
      soon,
      later,
      countedFromApply: unknown,
    });
  }
  const day = (e: Ending) => (e.at ?? "").slice(0, 10);
  const inDays = (e: Ending) => {
    const days = daysUntil(e.at ?? "", now);
    return `${day(e)} (${days === 0 ? "within a day" : days === 1 ? "in 1 day" : `in ${days} days`})`;
  };
  const section = (title: string, list: readonly Ending[], when: (e: Ending) => string): string => {
    const rows = list.map((e) => [when(e), e.what, e.source ?? e.id]);
    return list.length === 0 ? "" : titled(format, title, table(format, ["When", "What", "Where"], rows));
  };
  const next = later.length === 0 ? "" : `; the next end is ${day(later[0])}`;
  const sections = [
    ended.length + soon.length > 0 ? "" : `Nothing has ended or ends within ${within}${next}.\n`,
    section("Ended: delete the line, or write a later date", ended, day),
    section(`Ends within ${within}: write a later date, or delete the line`, soon, inDays),
    section(
      "Counted from the day of apply: write until: and a day instead of for:, so that the files say when it ends",
      unknown,
      (e) => `after ${e.after}`,
    ),
  ];
  return sections.filter((s) => s !== "").join("\n");
}
