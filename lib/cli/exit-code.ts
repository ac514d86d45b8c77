/** How a command ends, for the shell and for pipelines. */
export enum ExitCode {
  /** All is well. */
  FINE = 0,
  /** It ran, and there are findings or changes at or above the threshold; a question was answered with no. */
  FOUND = 1,
  /** It could not run: bad usage, no model, a model of another version. */
  CANNOT_RUN = 2,
  /** It ran and could not see everything: a permission is missing, or only the tenant knows the answer. */
  PARTIAL = 3,
}
