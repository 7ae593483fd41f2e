/** How often questions about jobs may be asked again while a provider is in trouble. One per process. */
export interface RetryBudget {
  /** Takes what one more try costs; false when the provider has had enough for now. */
  spend(provider: string): boolean;
  /** An answer came. */
  earn(provider: string): void;
}

/** The figures of the AWS SDKs' standard retry mode: 500 tokens, 5 a retry, 1 back for every success. */
const most = 500;
const cost = 5;

export function createRetryBudget(): RetryBudget {
  const tokens = new Map<string, number>();
  const left = (provider: string): number => tokens.get(provider) ?? most;
  return {
    spend: (provider) => {
      const rest = left(provider) - cost;
      if (rest < 0) return false;
      tokens.set(provider, rest);
      return true;
    },
    earn: (provider) => void tokens.set(provider, Math.min(most, left(provider) + 1)),
  };
}
