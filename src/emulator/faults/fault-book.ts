import { z } from 'zod';

import { hashText, seededRandom, type Random } from '../picture/seeded-random.ts';
import { fateSchema, type Fate } from './fate.ts';
import { isEarly, phaseSchema, type Phase } from './phase.ts';
import { wireFaults, type WireFault } from './wire-faults.ts';

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
const ruleSchema = z.strictObject({
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
  times: z.union([z.int().positive(), z.literal('always')]).default(1),
  /** Share of the matching calls that are hit, drawn from the seed of the plan. */
  probability: z.number().min(0).max(1).default(1),
  fault: z.looseObject({ kind: z.string() }),
});
/** See `ruleSchema`. */
export type Rule = z.infer<typeof ruleSchema>;

/** Rules, and the seed that everything drawn for them comes from: a plan of faults, as a file holds it. */
export const faultPlanSchema = z.strictObject({
  $schema: z.string().optional(),
  seed: z.int().default(1),
  faults: z.array(ruleSchema),
});
/** See `faultPlanSchema`. */
export type FaultPlan = z.infer<typeof faultPlanSchema>;

const jobFaultSchema = z.strictObject({ kind: z.literal('job'), ...fateSchema.partial().shape });

/** What can befall a connection before a call is known. */
const connectionFaultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cut'), reset: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('delay'), ms: z.number().nonnegative() }),
]);
/** See `connectionFaultSchema`. */
export type ConnectionFault = z.infer<typeof connectionFaultSchema>;

interface Entry {
  readonly rule: Rule;
  readonly wire: WireFault | undefined;
  readonly connection: ConnectionFault | undefined;
  readonly fate: Partial<Fate> | undefined;
  readonly random: Random;
  skip: number;
  left: number;
}

/** The faults that are waiting for their calls. */
export interface FaultBook {
  /** Throws ZodError when a rule is none. */
  add(plan: FaultPlan): void;
  clear(): void;
  /** Rules with the hits they have left. */
  list(): readonly (Rule & { left: number | 'always' })[];
  /** The first wire fault for a call, used up by one; `early`: of those that hit before its body was read. */
  takeWire(subject: Subject, when: 'early' | 'late'): { fault: WireFault; phase: Phase } | undefined;
  /** The first fault for a connection that nobody has said anything over, used up by one. */
  takeConnection(): ConnectionFault | undefined;
  /** What all rules for accepted jobs make of one, each used up by one. */
  takeFate(subject: Subject): Fate;
}

const matches = ({ match }: Rule, subject: Subject): boolean =>
  (match.provider === undefined || match.provider === subject.provider) &&
  (match.model === undefined || match.model === subject.model) &&
  (match.call === undefined || match.call === subject.call) &&
  (match.promptIncludes === undefined || (subject.prompt?.includes(match.promptIncludes) ?? false));

function toEntry(rule: Rule, random: Random): Entry {
  const entry: Entry = {
    rule,
    wire: undefined,
    connection: undefined,
    fate: undefined,
    random,
    skip: rule.skip,
    left: rule.times === 'always' ? Infinity : rule.times,
  };
  if (rule.phase === 'accept') {
    if (Object.keys(rule.match).length > 0)
      throw problem(['match'], 'a connection belongs to no call yet; leave "match" out', rule.match);
    return { ...entry, connection: connectionFaultSchema.parse(rule.fault) };
  }
  if (rule.fault.kind === 'job') {
    // Defaults would undo what another rule decided, so only what is written counts.
    const { kind: _kind, ...written } = rule.fault;
    const parsed = jobFaultSchema.parse(rule.fault);
    return { ...entry, fate: Object.fromEntries(Object.entries(parsed).filter(([key]) => key in written)) };
  }
  const kind = Object.hasOwn(wireFaults, rule.fault.kind) ? wireFaults[rule.fault.kind] : undefined;
  if (kind === undefined)
    throw problem(
      ['fault', 'kind'],
      `no such fault; there are job, ${Object.keys(wireFaults).join(', ')}`,
      rule.fault.kind,
    );
  return { ...entry, wire: kind.parse(rule.fault) };
}

const problem = (path: string[], message: string, input: unknown): z.ZodError =>
  new z.ZodError([{ code: 'custom', path, input, message }]);

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
    if (entry.rule.probability < 1 && entry.random() >= entry.rule.probability) return false;
    entry.left -= 1;
    return true;
  };

  return {
    add({ seed, faults }) {
      const before = entries.length;
      // Each rule draws for itself, so that one more of them leaves the others as they are.
      const randomOf = (index: number): Random => seededRandom(hashText(`${seed}.${before + index}`));
      entries = [...entries, ...faults.map((rule, index) => toEntry(rule, randomOf(index)))];
    },
    clear() {
      entries = [];
    },
    list: () => entries.map(({ rule, left }) => ({ ...rule, left: left === Infinity ? 'always' : left })),
    takeWire(subject, when) {
      for (const entry of entries)
        if (
          entry.wire !== undefined &&
          isEarly(entry.rule.phase) === (when === 'early') &&
          matches(entry.rule, subject) &&
          due(entry)
        )
          return { fault: entry.wire, phase: entry.rule.phase };
      return undefined;
    },
    takeConnection: () => entries.find((entry) => entry.connection !== undefined && due(entry))?.connection,
    takeFate(subject) {
      const fates = entries.flatMap((entry) =>
        entry.fate !== undefined && matches(entry.rule, subject) && due(entry) ? [entry.fate] : [],
      );
      return fateSchema.parse(Object.assign({}, ...fates));
    },
  };
}
