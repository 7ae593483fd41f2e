import { z } from 'zod';

/**
 * How a person likes the editor to behave; kept in the browser, in no workflow. A field that is missing or of another
 * time falls back to its own initial value and takes no other field along.
 */
export const preferencesSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  /** What the wheel does: `zoom` for a mouse; `pan` for a trackpad, where Mod and the wheel, or a pinch, zoom. */
  wheel: z.enum(['zoom', 'pan']).catch('zoom'),
  /** Items that are moved stay on the 8 px grid. */
  snap: z.boolean().catch(true),
  /** Lines show where a dragged item is level with another, and hold it there. */
  helperLines: z.boolean().catch(true),
  minimap: z.boolean().catch(false),
  /** Saved workflows are written to their files shortly after each edit. */
  autosave: z.boolean().catch(true),
  /** Shortcuts of one's own by command id, as tinykeys reads them; an empty list takes a command its keys. */
  keys: z.record(z.string(), z.array(z.string())).catch({}),
  /** Whether plain letters are shortcuts (WCAG 2.1.4). */
  singleLetters: z.boolean().catch(true),
  /** Types of the nodes that were added last, newest first. */
  recentNodes: z.array(z.string()).catch([]),
  /** Tell the end of a run as a desktop notification, where the browser allows it. */
  notifications: z.boolean().catch(false),
});

export type Preferences = z.infer<typeof preferencesSchema>;

export const initialPreferences: Preferences = preferencesSchema.parse({});

/** Where preferences lie in the browser's local storage. */
export const preferencesKey = 'batchwork.preferences';

/** Reads the stored preferences; whatever is not there or makes no sense is initial. */
export function parsePreferences(text: string | null): Preferences {
  try {
    const parsed = preferencesSchema.safeParse(JSON.parse(text ?? '{}'));
    return parsed.success ? parsed.data : initialPreferences;
  } catch {
    return initialPreferences;
  }
}
