import Ajv from "ajv";

/**
 * What SARIF 2.1.0 asks of the parts that `aks-entra check` writes, in our own words: the standard's schema may not be
 * copied. Nothing beside these parts is allowed, so that whatever else is written is first looked up there.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
const SARIF = {
  ...object({ $schema: { type: "string" }, version: { const: "2.1.0" }, runs: list({ $ref: "#/definitions/run" }) }, [
    "version",
    "runs",
  ]),
  definitions: {
    message: object({ text: { type: "string", minLength: 1 } }, ["text"]),
    level: { enum: ["none", "note", "warning", "error"] },
    run: object(
      {
        tool: object({ driver: { $ref: "#/definitions/driver" } }, ["driver"]),
        columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
        invocations: list(
          object(
            {
              executionSuccessful: { type: "boolean" },
              toolExecutionNotifications: list({ $ref: "#/definitions/notification" }),
            },
            ["executionSuccessful"],
          ),
        ),
        results: list({ $ref: "#/definitions/result" }),
      },
      ["tool"],
    ),
    driver: object(
      {
        name: { type: "string", minLength: 1 },
        version: { type: "string" },
        semanticVersion: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+" },
        rules: { ...list({ $ref: "#/definitions/rule" }), uniqueItems: true },
      },
      ["name"],
    ),
    rule: object(
      {
        id: { type: "string", minLength: 1 },
        shortDescription: { $ref: "#/definitions/message" },
        fullDescription: { $ref: "#/definitions/message" },
        help: { $ref: "#/definitions/message" },
        helpUri: { type: "string", pattern: "^https://[^\\s;,]+$" },
        defaultConfiguration: object({ level: { $ref: "#/definitions/level" } }),
      },
      ["id"],
    ),
    notification: object(
      {
        level: { $ref: "#/definitions/level" },
        message: { $ref: "#/definitions/message" },
        associatedRule: object({ id: { type: "string" }, index: { type: "integer", minimum: -1 } }),
        locations: list({ $ref: "#/definitions/location" }),
      },
      ["message"],
    ),
    result: object(
      {
        ruleId: { type: "string" },
        ruleIndex: { type: "integer", minimum: -1 },
        level: { $ref: "#/definitions/level" },
        message: { $ref: "#/definitions/message" },
        locations: list({ $ref: "#/definitions/location" }),
        partialFingerprints: { type: "object", additionalProperties: { type: "string" } },
        baselineState: { enum: ["new", "unchanged", "updated", "absent"] },
        suppressions: {
          ...list(
            object(
              {
                kind: { enum: ["inSource", "external"] },
                status: { enum: ["accepted", "underReview", "rejected"] },
                justification: { type: "string" },
              },
              ["kind"],
            ),
          ),
          uniqueItems: true,
        },
      },
      ["message"],
    ),
    location: object({
      physicalLocation: object(
        {
          artifactLocation: object({
            uri: { type: "string", pattern: "^[^\\s\\\\]+$" },
            uriBaseId: { type: "string" },
          }),
          region: object({ startLine: { type: "integer", minimum: 1 }, startColumn: { type: "integer", minimum: 1 } }, [
            "startLine",
          ]),
        },
        ["artifactLocation"],
      ),
      logicalLocations: list(
        object({ name: { type: "string" }, fullyQualifiedName: { type: "string" }, kind: { type: "string" } }),
      ),
    }),
  },
};

function object(properties: Readonly<Record<string, unknown>>, required: readonly string[] = []) {
  return { type: "object", properties, required, additionalProperties: false };
}

function list(items: unknown) {
  return { type: "array", items };
}

const validate = new Ajv({ allErrors: true }).compile(SARIF);

/** What is wrong with a SARIF log; empty if nothing is. */
export function sarifProblems(log: unknown): string[] {
  validate(log);
  return (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`);
}
