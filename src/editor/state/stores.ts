import { createContext, use } from 'react';
import { useStore } from 'zustand';

import type { DocumentState, DocumentStore } from './document-store.ts';
import type { RunState, RunStore } from './run-store.ts';
import type { SessionState, SessionStore } from './session-store.ts';

/** The three stores, made in the composition root: what is saved, what is on the screen, what runs. */
export interface Stores {
  readonly document: DocumentStore;
  readonly session: SessionStore;
  readonly runs: RunStore;
}

export const StoresContext = createContext<Stores | null>(null);

/** @throws when no composition root is above. */
export function useStores(): Stores {
  const stores = use(StoresContext);
  if (stores === null) throw new Error('StoresContext is missing above this component.');
  return stores;
}

/** Follows the smallest value of the document store that a component needs. */
export const useDocument = <T>(select: (state: DocumentState) => T): T =>
  useStore(useStores().document, select);

/** Follows the smallest value of the session store that a component needs. */
export const useSession = <T>(select: (state: SessionState) => T): T => useStore(useStores().session, select);

/** Follows the smallest value of the run store that a component needs. */
export const useRuns = <T>(select: (state: RunState) => T): T => useStore(useStores().runs, select);
