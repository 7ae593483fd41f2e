import { z } from 'zod';

/** Shorter names of two phases. */
const synonyms = { within: 'mid-response', after: 'after-accept-before-response' } as const;

const phases = [
  'accept',
  'before-read',
  'mid-read',
  'before',
  'after-accept-before-response',
  'mid-response',
  'after-response',
] as const;
/** See `phaseSchema`. */
export type Phase = (typeof phases)[number];

const isSynonym = (word: string): word is keyof typeof synonyms => Object.hasOwn(synonyms, word);

/**
 * When a fault hits. `accept`: the connection, before anything is known of a call. `before-read`, `mid-read`: the head
 * of the request, or half of its body, is there. `before`: it was read and is not carried out.
 * `after-accept-before-response` (or `after`): it was carried out, and this comes in place of its answer.
 * `mid-response` (or `within`): in the middle of the answer. `after-response`: the answer is out whole.
 */
export const phaseSchema = z
  .enum([...phases, 'within', 'after'])
  .transform((word): Phase => (isSynonym(word) ? synonyms[word] : word));

/** Whether the call was carried out when the fault hits: what it accepted stays accepted. */
export const isCarriedOut = (phase: Phase): boolean =>
  phase === 'after-accept-before-response' || phase === 'mid-response' || phase === 'after-response';

/** Whether the fault hits before the body of the request was read. */
export const isEarly = (phase: Phase): boolean => phase === 'before-read' || phase === 'mid-read';
