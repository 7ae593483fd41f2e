import type { EmulatorSettings } from '../settings.ts';

const modelApi = {
  auth: [400, 400_004, 'UserAccountError: the token is missing, expired, or its account is not active'],
  credit: [400, 400_002, 'InsufficientResources: not enough balance'],
  model: [400, 400_001, 'InvalidResourceIdentifier: no such model'],
  forbidden: [403, 403_001, 'PermissionDenied: this is not your request'],
  missing: [404, 404_001, 'ResourceNotFound: no such request, or it has expired'],
} as const;

const serverless = {
  auth: [401, 401_001, 'Unauthorized'],
  credit: [402, 10_001, 'InsufficientFunds'],
  model: [404, 404_001, 'Not found'],
  forbidden: [403, 403_003, 'Forbidden'],
  missing: [404, 404_001, 'Not found'],
} as const;

/** An error in one of RunComfy's two documented families of codes. */
export function runComfyError(kind: keyof typeof modelApi, settings: EmulatorSettings): Response {
  const [status, code, message] = (settings.runComfyErrors === 'model-api' ? modelApi : serverless)[kind];
  return Response.json({ error_code: code, error_message: message }, { status });
}

/** One thing wrong with a request body. */
export interface BodyIssue {
  readonly field: string;
  readonly message: string;
}

/** RunComfy's validation error, one `detail` entry for each issue. */
export const runComfyInvalid = (issues: readonly BodyIssue[]): Response =>
  Response.json(
    {
      error_code: 422_001,
      error_message: 'Validation error',
      detail: issues.map(({ field, message }) => ({
        loc: ['body', field],
        msg: message,
        type: 'value_error',
      })),
    },
    { status: 422 },
  );
