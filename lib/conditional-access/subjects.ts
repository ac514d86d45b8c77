import { ErrorCode } from "../core/error-codes";
import { isKnownText } from "../core/known";
import { didYouMean, quote } from "../core/text";
import { isUuid } from "../core/uuid";
import { type Problems, ValidationError } from "../core/validation-error";
import { type IPolicySubject, PolicySubjectKind } from "../entra";

/** Everybody in the tenant, guests included. Stands alone among what a policy includes. */
export const ALL_USERS: IPolicySubject = {
  policySubjectKind: PolicySubjectKind.ALL,
  policySubjectId: "All",
  policySubjectRef: "All",
};

/** Template ids of the directory roles that concern access to clusters; they are the same in every tenant. */
const ROLE_TEMPLATES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "Cloud Application Administrator": "158c047a-c907-4556-b7ef-446551a6b5f7",
    "Conditional Access Administrator": "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9",
    "Global Administrator": "62e90394-69f5-4237-9190-012177145e10",
    "Global Reader": "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
    "Groups Administrator": "fdd7a751-b60b-444a-984c-02652fe8fa1c",
    "Identity Governance Administrator": "45d8d3c5-c802-45c6-b32a-1d70b5e1e86e",
    "Privileged Authentication Administrator": "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",
    "Privileged Role Administrator": "e8611ab8-c189-46e8-94e1-60213ab1f814",
    "Reports Reader": "4a5d8f65-41da-4de4-8968-e035b65339cf",
    "Security Administrator": "194ae4cb-b126-40b2-bd5b-6091b380977d",
    "Security Reader": "5d6b6bb7-de71-4623-b4af-96380a352509",
    "User Administrator": "fe930be7-5e62-47db-91af-98c3a49a38b1",
  }),
);

/**
 * Holders of a directory role.
 *
 * @see https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
 */
export class DirectoryRole implements IPolicySubject {
  /**
   * A role by its name, for those that this library knows, or by its template id, for all.
   *
   * @throws ValidationError CA_DIRECTORY_ROLE
   */
  public static of(nameOrTemplateId: string): DirectoryRole {
    const id = ROLE_TEMPLATES.get(nameOrTemplateId) ?? nameOrTemplateId;
    if (isKnownText(id) && !isUuid(id)) {
      const message = `${quote(id)} is no directory role that is known here; allowed: its template id, or its name such as "Global Administrator"${didYouMean(id, [...ROLE_TEMPLATES.keys()])}`;
      throw new ValidationError("", [{ code: ErrorCode.CA_DIRECTORY_ROLE, property: "", message }]);
    }
    return new DirectoryRole(id);
  }

  public readonly policySubjectKind = PolicySubjectKind.ROLE;
  public readonly policySubjectId: string;
  public readonly policySubjectRef: string;

  private constructor(
    /** The template id. */
    public readonly templateId: string,
  ) {
    this.policySubjectId = templateId;
    this.policySubjectRef = `role:${templateId}`;
  }
}

/** Notes what is wrong with whom a policy includes and excludes. */
export function checkSubjects(
  problems: Problems,
  include: readonly IPolicySubject[],
  exclude: readonly IPolicySubject[],
): void {
  const isAll = (s: IPolicySubject) => s.policySubjectKind === PolicySubjectKind.ALL;
  if (include.length === 0) {
    problems.add(
      ErrorCode.CA_NOBODY_INCLUDED,
      "include",
      "nobody is included; allowed: groups, users and directory roles, or everybody",
    );
  }
  if (include.some(isAll) && !include.every(isAll)) {
    problems.add(
      ErrorCode.CA_ALL_WITH_IDS,
      "include",
      "everybody stands together with single groups, users or roles; allowed: everybody alone, or those without it",
    );
  }
  exclude.forEach((subject, i) => {
    if (!isAll(subject)) return;
    problems.add(
      ErrorCode.CA_EXCLUDE_ALL,
      `exclude[${i}]`,
      "everybody is excluded, so the policy applies to nobody; allowed: groups, users and directory roles",
    );
  });
  for (const [property, subjects] of Object.entries({ include, exclude })) {
    subjects.forEach((subject, i) => {
      if (subject.policySubjectKind !== PolicySubjectKind.SERVICE_PRINCIPAL) return;
      problems.add(
        ErrorCode.CA_SUBJECT_TYPE,
        `${property}[${i}]`,
        `${subject.policySubjectRef} is a service principal, which policies for users do not cover; allowed: groups, users and directory roles`,
      );
    });
  }
}
