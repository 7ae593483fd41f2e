import { z } from 'zod';

import type { WorkflowDocument } from '#core/document/schema.ts';
import { serializeDocument } from '#core/document/serialize.ts';

const key = 'batchwork.own-workflows';
/** Workflows that are remembered; the oldest give way. */
const kept = 500;

/** Workflows that went out from here, so that one who brings them back is no stranger. */
export interface OwnWorkflows {
  remember(document: WorkflowDocument): Promise<void>;
  knows(document: WorkflowDocument): Promise<boolean>;
}

/** Keeps their digests in the browser. Where that has no cryptography (plain HTTP in a network), none is known. */
export function keepOwnWorkflows(storage: Storage): OwnWorkflows {
  const read = (): string[] => {
    try {
      return z.array(z.string()).parse(JSON.parse(storage.getItem(key) ?? '[]'));
    } catch {
      return [];
    }
  };
  return {
    async remember(document) {
      const digest = await digestOf(document);
      if (digest === undefined) return;
      try {
        const others = read().filter((known) => known !== digest);
        storage.setItem(key, JSON.stringify([...others, digest].slice(-kept)));
      } catch {
        // It will be asked about when it comes back.
      }
    },
    async knows(document) {
      const digest = await digestOf(document);
      return digest !== undefined && read().includes(digest);
    },
  };
}

async function digestOf(document: WorkflowDocument): Promise<string | undefined> {
  if (!globalThis.isSecureContext) return undefined;
  const bytes = new TextEncoder().encode(serializeDocument(document));
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
