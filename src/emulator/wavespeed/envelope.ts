/** WaveSpeed's envelope around every good answer. */
export const envelope = (data: unknown): Response => Response.json({ code: 200, message: 'success', data });

/** WaveSpeed's envelope around an error: the HTTP status again as `code`. */
export const refusal = (
  status: number,
  message: string,
  options: { errorCode?: string; headers?: Record<string, string> } = {},
): Response =>
  Response.json(
    {
      code: status,
      message,
      ...(options.errorCode === undefined ? {} : { error_code: options.errorCode }),
    },
    { status, ...(options.headers === undefined ? {} : { headers: options.headers }) },
  );
