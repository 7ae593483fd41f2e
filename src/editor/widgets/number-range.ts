import type { PortRule } from '#core/node/port-rule.ts';

/** Bounds and step of a number, as its widget uses them. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly whole: boolean;
}

/** Reads the range from a port's rule; a rule of another kind has no bounds. */
export function rangeOf(rule: PortRule): NumberRange {
  if (rule.kind === 'integer')
    return { min: rule.min ?? -Infinity, max: rule.max ?? Infinity, step: 1, whole: true };
  if (rule.kind === 'number')
    return { min: rule.min ?? -Infinity, max: rule.max ?? Infinity, step: rule.step ?? 0.1, whole: false };
  return { min: -Infinity, max: Infinity, step: 1, whole: false };
}

/** The nearest number that the range allows. */
export function fitNumber(value: number, { min, max, step, whole }: NumberRange): number {
  const stepped = whole ? Math.round(value) : Number((Math.round(value / step) * step).toPrecision(12));
  return Math.min(max, Math.max(min, stepped));
}

/** Reads what a person typed; undefined when it is no number. A comma counts as a decimal point. */
export function readNumber(text: string): number | undefined {
  const cleaned = text.trim().replace(',', '.');
  if (cleaned === '') return undefined;
  const value = Number(cleaned);
  return Number.isFinite(value) ? value : undefined;
}

/** Why a typed number was not taken as it is; undefined typing was no number at all. */
export function describeFit(typed: number | undefined, range: NumberRange): string {
  if (typed === undefined) return 'That is no number.';
  if (typed > range.max) return `At most ${range.max}.`;
  if (typed < range.min) return `At least ${range.min}.`;
  return range.whole ? 'Whole numbers only.' : `In steps of ${range.step}.`;
}
