const portrait = /\b(portrait|vertical|tall|poster|phone|book cover|full[- ]body)\b/i;
const wide = /\b(landscape|wide|panoram\w*|cinematic|horizontal|banner|widescreen)\b/i;

/** The pixels that the model "chooses" for a tier: shape from hints in the prompt, square without any. */
export function tierShape(tier: '2K' | '4K', prompt: string): { width: number; height: number } {
  const large = tier === '4K';
  if (portrait.test(prompt)) return large ? { width: 3072, height: 4096 } : { width: 1728, height: 2304 };
  if (wide.test(prompt)) return large ? { width: 4096, height: 2304 } : { width: 2560, height: 1440 };
  return large ? { width: 4096, height: 4096 } : { width: 2048, height: 2048 };
}
