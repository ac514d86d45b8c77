import { AnnotationMetadataEntryType, type Manifest } from "cdktf";

/** Something that the stacks of an app have to say after a synth. */
export interface Said {
  readonly level: "error" | "warning" | "acknowledged";
  readonly constructPath: string;
  readonly message: string;
}

const LEVELS: Readonly<Record<string, Said["level"]>> = {
  [AnnotationMetadataEntryType.ERROR]: "error",
  [AnnotationMetadataEntryType.WARN]: "warning",
};

/**
 * What all stacks have to say, stack by stack: errors, warnings, and what is acknowledged; other information is left
 * to the manifest. That errors are only warnings tonight comes first.
 */
export function saidIn(manifest: Manifest): Said[] {
  const said = Object.values(manifest.buildManifest().stacks).flatMap(({ annotations }) =>
    annotations.flatMap(({ level, constructPath, message }): Said[] => {
      const word = LEVELS[level] ?? (/^\S+ acknowledged/.test(message) ? "acknowledged" : undefined);
      return word === undefined ? [] : [{ level: word, constructPath, message }];
    }),
  );
  const loud = ({ message }: Said) => message.startsWith("TONIGHT ");
  return [...said.filter(loud), ...said.filter((s) => !loud(s))];
}

/** `error [prod/clusters/legacy]: CL-01 local accounts are on …`. */
export function lineOf({ level, constructPath, message }: Said): string {
  return `${level} [${constructPath}]: ${message}`;
}

/** `2 errors; nothing may be deployed`. */
export function stopLine(errors: number): string {
  return `${errors} error${errors === 1 ? "" : "s"}; nothing may be deployed`;
}
