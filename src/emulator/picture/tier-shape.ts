const portrait = /\b(portrait|vertical|tall|poster|phone|book cover|full[- ]body)\b/i;
const wide = /\b(landscape|wide|panoram\w*|cinematic|horizontal|banner|widescreen)\b/i;

/** The pixels that the model "chooses" for a tier: shape from hints in the prompt, square without any. */
export function tierShape(tier: '2K' | '4K', prompt: string): { width: number; height: number } {
  const scale = tier === '2K' ? 1 : 2;
  if (portrait.test(prompt)) return { width: 1728 * scale, height: 2304 * scale };
  if (wide.test(prompt)) return { width: 2560 * scale, height: 1440 * scale };
  return { width: 2048 * scale, height: 2048 * scale };
}
