import { z } from 'zod';

import { fateSchema, type Fate } from './fate.ts';
import { phaseSchema, wireFaults, type Phase, type WireFault } from './wire-faults.ts';

/** The calls that a rule can name. */
export const callNames = [
  'submit',
  'status',
  'result',
  'cancel',
  'models',
  'price',
  'balance',
  'history',
  'delete',
  'billing',
  'upload',
  'media',
  'secret',
] as const;
/** One kind of call, of either provider. */
export type CallName = (typeof callNames)[number];

/** One call, as rules see it. */
export interface Subject {
  readonly provider: 'runcomfy' | 'wavespeed';
  readonly call: CallName;
  readonly model?: string | undefined;
  readonly prompt?: string | undefined;
}

/** A fault with the calls it hits. `kind: 'job'` decides the fate of accepted jobs, every other kind disturbs the wire. */
export const ruleSchema = z.strictObject({
  match: z
    .strictObject({
      provider: z.enum(['runcomfy', 'wavespeed']).optional(),
      model: z.string().optional(),
      promptIncludes: z.string().optional(),
      call: z.enum(callNames).optional(),
    })
    .default({}),
  phase: phaseSchema.default('before'),
  /** Matching calls that pass unharmed first. */
  skip: z.int().nonnegative().default(0),
  /** Matching calls that are hit. */
  times: z.int().positive().default(1),
  fault: z.looseObject({ kind: z.string() }),
});
/** See `ruleSchema`. */
export type Rule = z.infer<typeof ruleSchema>;

const jobFaultSchema = z.strictObject({ kind: z.literal('job'), ...fateSchema.partial().shape });

interface Entry {
  readonly rule: Rule;
  readonly wire: WireFault | undefined;
  readonly fate: Partial<Fate> | undefined;
  skip: number;
  left: number;
}

/** The faults that are waiting for their calls. */
export interface FaultBook {
  /** Throws ZodError when a rule is none. */
  add(rules: readonly Rule[]): void;
  clear(): void;
  /** Rules with the hits they have left. */
  list(): readonly (Rule & { left: number })[];
  /** The first wire fault for a call, used up by one. */
  takeWire(subject: Subject): { fault: WireFault; phase: Phase } | undefined;
  /** What all rules for accepted jobs make of one, each used up by one. */
  takeFate(subject: Subject): Fate;
}

const matches = ({ match }: Rule, subject: Subject): boolean =>
  (match.provider === undefined || match.provider === subject.provider) &&
  (match.model === undefined || match.model === subject.model) &&
  (match.call === undefined || match.call === subject.call) &&
  (match.promptIncludes === undefined || (subject.prompt?.includes(match.promptIncludes) ?? false));

function toEntry(rule: Rule): Entry {
  const counters = { skip: rule.skip, left: rule.times };
  if (rule.fault.kind !== 'job') {
    const kind = Object.hasOwn(wireFaults, rule.fault.kind) ? wireFaults[rule.fault.kind] : undefined;
    if (kind === undefined)
      throw new z.ZodError([
        {
          code: 'custom',
          path: ['fault', 'kind'],
          input: rule.fault.kind,
          message: `no such fault; there are job, ${Object.keys(wireFaults).join(', ')}`,
        },
      ]);
    return { rule, wire: kind.parse(rule.fault), fate: undefined, ...counters };
  }
  // Defaults would undo what another rule decided, so only what is written counts.
  const { kind: _kind, ...written } = rule.fault;
  const parsed = jobFaultSchema.parse(rule.fault);
  const fate = Object.fromEntries(Object.entries(parsed).filter(([key]) => key in written));
  return { rule, wire: undefined, fate, ...counters };
}

/** An empty book; every rule counts for itself, in the order in which they came. */
export function createFaultBook(): FaultBook {
  let entries: Entry[] = [];

  /** Whether the entry hits this matching call; counts it either way. */
  const due = (entry: Entry): boolean => {
    if (entry.skip > 0) {
      entry.skip -= 1;
      return false;
    }
    if (entry.left === 0) return false;
    entry.left -= 1;
    return true;
  };

  return {
    add(rules) {
      entries = [...entries, ...rules.map(toEntry)];
    },
    clear() {
      entries = [];
    },
    list: () => entries.map((entry) => ({ ...entry.rule, left: entry.left })),
    takeWire(subject) {
      for (const entry of entries)
        if (entry.wire !== undefined && matches(entry.rule, subject) && due(entry))
          return { fault: entry.wire, phase: entry.rule.phase };
      return undefined;
    },
    takeFate(subject) {
      const fates = entries.flatMap((entry) =>
        entry.fate !== undefined && matches(entry.rule, subject) && due(entry) ? [entry.fate] : [],
      );
      return fateSchema.parse(Object.assign({}, ...fates));
    },
  };
}
