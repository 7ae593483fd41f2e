const keyName = /(?:^|[_ -])(?:api[_ -]?key|api[_ -]?token|access[_ -]?token|secret|password)$/i;

/** Whether a widget of some pack holds an API key, which has no place in a workflow. */
export const isSecret = (name: string, value: unknown): boolean =>
  keyName.test(name) && typeof value === 'string' && value !== '';
