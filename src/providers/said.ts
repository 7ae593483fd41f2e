import type { FailureCode } from '#core/run/failure.ts';

const patterns: readonly (readonly [RegExp, FailureCode])[] = [
  // Ark's codes end up in the texts of those who sell it on: SensitiveContentDetected, RiskDetection and their like.
  [
    /sensitive ?content|risk ?detection|moderation|content policy|policy violation|nsfw|prohibited content/i,
    'moderation',
  ],
  [/insufficient|not enough (?:balance|credit|fund)|top[ -]?up/i, 'quota'],
];

/** What a provider's free text means, where no code tells it. */
export const codeOfText = (text: string | undefined): FailureCode | undefined =>
  text === undefined ? undefined : patterns.find(([pattern]) => pattern.test(text))?.[1];

/** Any JSON as one line for a person: texts as they are, the rest as JSON. */
export function asText(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((item) => asText(item) ?? '').join('; ');
  const member: unknown =
    typeof value === 'object'
      ? (Reflect.get(value, 'message') ?? Reflect.get(value, 'msg') ?? Reflect.get(value, 'error'))
      : undefined;
  return member === undefined ? JSON.stringify(value) : asText(member);
}
