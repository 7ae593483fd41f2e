/** Fewer at once than a lane's limit, after its provider said that it was too many. */
export interface Throttle {
  /** A place was taken; answers with its number, which the other two want back. */
  taken(): number;
  /** The holder of this place was refused as too many; `active` counts the places that were taken then. */
  refused(place: number, active: number): void;
  /** The holder of this place ended without such a refusal. */
  went(place: number): void;
  /** Places that there may be at the moment; Infinity while nobody was refused. */
  allowed(): number;
}

/**
 * Additive increase, multiplicative decrease: a refusal halves what was at once, each further end gives back its share
 * of one place, until as many as before were at once. Refusals of what started before the last halving are the same
 * news and halve nothing. One place always remains.
 */
export function createThrottle(): Throttle {
  let places = 0;
  let loweredAt = 0;
  let allowed = Infinity;
  let before = 0;
  return {
    taken: () => (places += 1),
    refused: (place, active) => {
      if (place <= loweredAt) return;
      loweredAt = places;
      const were = Math.min(active, allowed);
      before = Math.max(before, were);
      allowed = Math.max(1, Math.floor(were / 2));
    },
    went: (place) => {
      if (allowed === Infinity || place <= loweredAt) return;
      allowed += 1 / allowed;
      if (allowed < before) return;
      allowed = Infinity;
      before = 0;
    },
    allowed: () => Math.floor(allowed),
  };
}
