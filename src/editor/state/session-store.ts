import { createStore, type StoreApi } from 'zustand/vanilla';

import type { ProviderStatus } from '#core/api/providers.ts';
import type { Template } from '#core/api/workflows.ts';
import type { Position } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { PortDescriptor } from '#core/node/descriptor.ts';
import type { AssetRef } from '#core/run/asset.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';
import type { Estimate } from '#core/run/estimate.ts';

import { initialPreferences, type Preferences } from './preferences.ts';

/** A port of a node instance, addressed. */
export interface PortPlace {
  readonly node: string;
  readonly side: 'input' | 'output';
  readonly port: PortDescriptor;
}

/** A wire that hangs at the pointer. */
export interface DraggedWire extends PortPlace {
  /** Nodes that must not be at its other end: the node itself and all that would close a cycle. */
  readonly closed: ReadonlySet<string>;
}

/** How much of a node is drawn, by zoom. */
export type Detail = 'full' | 'text' | 'title';

export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'warning' | 'error';
  readonly message: string;
  /** Something to do about it, such as Undo. */
  readonly action?: NoticeAction | undefined;
}

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

export interface LightboxImage {
  readonly asset: AssetRef;
  readonly demo: boolean;
  readonly caption: string;
}

/** The one dialog that is open. */
export type OpenDialog =
  /** `at`: point of the screen where the node is wanted. */
  | { readonly type: 'node-search'; readonly at: Position | null; readonly wire: PortPlace | null }
  | { readonly type: 'workflows' }
  | { readonly type: 'templates' }
  | { readonly type: 'providers' }
  | { readonly type: 'shortcuts' }
  /** `taken`: the name that is in use already. */
  | { readonly type: 'save-as'; readonly taken?: string }
  /** The file of a tab is not the one that its work began from. */
  | { readonly type: 'conflict'; readonly tab: string }
  | { readonly type: 'lightbox'; readonly images: readonly LightboxImage[]; readonly index: number };

/** A menu at a place of the screen, in CSS pixels. */
export interface OpenMenu {
  readonly kind: 'main' | 'pane' | 'node' | 'edge';
  readonly at: Position;
}

export type Price =
  | { readonly state: 'unknown' }
  | { readonly state: 'asking'; readonly estimate: Estimate | undefined }
  | { readonly state: 'known'; readonly estimate: Estimate }
  | { readonly state: 'unavailable'; readonly message: string };

/** Everything on the screen that is neither saved nor undone. */
export interface SessionState {
  readonly catalog: DescriptorCatalog;
  readonly catalogDiagnostics: readonly Diagnostic[];
  readonly templates: readonly Template[];
  readonly providers: readonly ProviderStatus[];
  readonly diagnostics: readonly Diagnostic[];
  readonly price: Price;
  readonly selectedNodes: ReadonlySet<string>;
  readonly selectedEdges: ReadonlySet<string>;
  /** Positions of items under the pointer, before the drop commits them. */
  readonly dragged: ReadonlyMap<string, Position>;
  readonly wire: DraggedWire | null;
  readonly detail: Detail;
  /** Nodes whose further inputs are shown. */
  readonly expanded: ReadonlySet<string>;
  /** The node or group whose title is being typed. */
  readonly renaming: string | null;
  readonly libraryOpen: boolean;
  readonly inspectorOpen: boolean;
  readonly panel: 'inspector' | 'runs';
  readonly dialog: OpenDialog | null;
  readonly menu: OpenMenu | null;
  readonly notices: readonly Notice[];
  readonly preferences: Preferences;
  /** A run is being sent off. */
  readonly starting: boolean;
}

export type SessionStore = StoreApi<SessionState>;

export const nothing: ReadonlySet<string> = new Set();
const noPositions: ReadonlyMap<string, Position> = new Map();

export function createSessionStore(initial: Partial<SessionState> = {}): SessionStore {
  return createStore<SessionState>(() => ({
    catalog: new Map(),
    catalogDiagnostics: [],
    templates: [],
    providers: [],
    diagnostics: [],
    price: { state: 'unknown' },
    selectedNodes: nothing,
    selectedEdges: nothing,
    dragged: noPositions,
    wire: null,
    detail: 'full',
    expanded: nothing,
    renaming: null,
    libraryOpen: true,
    // A narrow window belongs to the canvas.
    inspectorOpen: globalThis.innerWidth >= 1440,
    panel: 'inspector',
    dialog: null,
    menu: null,
    notices: [],
    preferences: initialPreferences,
    starting: false,
    ...initial,
  }));
}
