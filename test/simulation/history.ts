import { between, pick, seededRandom, type Random } from '#emulator/picture/seeded-random.ts';

/** Calls out of the process and writes of the journal, where something may go wrong. */
export const faultKinds = {
  submit: [
    'unsent',
    'lost-request',
    'lost-answer',
    'late-answer',
    'rate-limited',
    'refused-key',
    'no-credit',
    'invalid',
    'crash-before',
    'crash-accepted',
  ],
  poll: ['trouble', 'not-found', 'rate-limited', 'unknown-status', 'backwards', 'empty', 'slow', 'crash'],
  job: ['fewer', 'more', 'none', 'failed', 'duplicate', 'slow'],
  cancel: ['trouble', 'crash'],
  reconcile: ['trouble', 'hidden', 'without-inputs', 'crash'],
  price: ['unknown', 'crash'],
  balance: ['trouble'],
  download: ['trouble', 'expired', 'disk-full', 'crash-before', 'crash-after'],
  publish: ['disk-full', 'crash-before', 'crash-after'],
  journal: ['crash-before', 'crash-after', 'disk-full', 'disk-full', 'sync-error'],
} as const;
export type Site = keyof typeof faultKinds;

export type FaultKind<Of extends Site> = (typeof faultKinds)[Of][number];

/** What goes wrong at the `nth` call of its site, counted from 1 over the whole history. */
export type Fault = {
  readonly [Each in Site]: { readonly site: Each; readonly nth: number; readonly kind: FaultKind<Each> };
}[Site];

/** How a person decides about an attempt whose outcome nobody knows. */
export const decisions = ['honest', 'release', 'lost', 'leave'] as const;

/** What happens from outside, in ms after the start. */
export type Happening =
  | { readonly type: 'cancel'; readonly at: number; readonly run: number }
  | { readonly type: 'crash' | 'restart' | 'key-change'; readonly at: number }
  | { readonly type: 'clock-jump'; readonly at: number; readonly ms: number }
  | { readonly type: 'decide'; readonly at: number; readonly decision: (typeof decisions)[number] };

/** One run to be started. */
export interface Start {
  readonly at: number;
  readonly shape: 'single' | 'fan-out' | 'copies' | 'chained';
  readonly provider: 'runcomfy' | 'wavespeed';
  /** Runs with the same subject ask for the same images. */
  readonly subject: string;
}

/** All that makes one history differ from another. */
export interface History {
  readonly seed: number;
  readonly starts: readonly Start[];
  readonly faults: readonly Fault[];
  readonly happenings: readonly Happening[];
}

/** The last calls of a site that a fault may hit. */
const reach: Readonly<Record<Site, number>> = {
  submit: 6,
  poll: 25,
  job: 6,
  cancel: 3,
  reconcile: 6,
  price: 8,
  balance: 4,
  download: 10,
  publish: 8,
  journal: 160,
};
/** What is at the heart of the promises is hit more often. */
const sites: readonly [Site, ...Site[]] = [
  'submit',
  'submit',
  'submit',
  'poll',
  'poll',
  'job',
  'cancel',
  'reconcile',
  'price',
  'balance',
  'download',
  'download',
  'publish',
  'journal',
  'journal',
];

const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_none, index) => make(index));
const upTo = (random: Random, most: number): number => Math.floor(between(random, 0, most + 1));

function makeFault(random: Random): Fault {
  const site = pick(random, sites);
  const kinds: readonly string[] = faultKinds[site];
  const kind = kinds[upTo(random, kinds.length - 1)];
  // The kind was taken from the list of this very site.
  return { site, nth: 1 + upTo(random, reach[site] - 1), kind } as Fault;
}

const makeHappening = (random: Random, runs: number): Happening => {
  const at = between(random, 0, 90_000);
  const kind = pick(random, [
    'cancel',
    'crash',
    'crash',
    'restart',
    'key-change',
    'clock-jump',
    'decide',
  ] as const);
  switch (kind) {
    case 'cancel':
      return { type: kind, at, run: upTo(random, runs - 1) };
    case 'clock-jump':
      return { type: kind, at, ms: pick(random, [-3_600_000, -60_000, 60_000, 3_600_000]) };
    case 'decide':
      return { type: kind, at: at * 6, decision: pick(random, decisions) };
    case 'crash':
    case 'restart':
    case 'key-change':
      return { type: kind, at };
  }
};

/** The history of a seed: always the same. */
export function makeHistory(seed: number): History {
  const random = seededRandom(seed);
  const starts = times(1 + upTo(random, 2), (index): Start => ({
    at: index === 0 ? 0 : between(random, 0, 40_000),
    shape: pick(random, ['single', 'single', 'fan-out', 'copies', 'chained']),
    provider: pick(random, ['runcomfy', 'wavespeed']),
    subject: pick(random, ['fox', 'hare', 'wolf']),
  }));
  return {
    seed,
    starts,
    faults: times(upTo(random, 7), () => makeFault(random)),
    happenings: [
      ...times(upTo(random, 4), () => makeHappening(random, starts.length)),
      { type: 'decide', at: 900_000, decision: pick(random, decisions) },
    ],
  };
}
