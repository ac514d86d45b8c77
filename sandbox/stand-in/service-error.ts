/** A refusal, in the form that both Microsoft Graph and Azure Resource Manager give it. */
export class ServiceError extends Error {
  public constructor(
    public readonly status: number,
    public readonly code: string,
    message: string,
    public readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  public get body(): unknown {
    return { error: { code: this.code, message: this.message } };
  }
}

export const badRequest = (code: string, message: string) => new ServiceError(400, code, message);
export const forbidden = (code: string, message: string) => new ServiceError(403, code, message);
export const notFound = (code: string, message: string) => new ServiceError(404, code, message);
export const conflict = (code: string, message: string) => new ServiceError(409, code, message);
