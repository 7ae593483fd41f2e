import { createStore, type StoreApi } from 'zustand/vanilla';

import type { ProviderStatus } from '#core/api/providers.ts';
import type { Template } from '#core/api/workflows.ts';
import type { Edge, Position, WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { PortDescriptor } from '#core/node/descriptor.ts';
import type { AssetRef } from '#core/run/asset.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';
import type { Estimate } from '#core/run/estimate.ts';
import type { ItemRequest } from '#core/run/snapshot.ts';
import type { ImportReport } from '#interop/report.ts';

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

/** Whose images the gallery shows: everybody's, the open workflow's, one node's of it, or one run's. */
export type GalleryScope =
  | { readonly of: 'all' | 'workflow' }
  | { readonly of: 'node'; readonly node: string }
  | { readonly of: 'run'; readonly run: string };

export interface LightboxImage {
  readonly asset: AssetRef;
  readonly demo: boolean;
  readonly caption: string;
  /** Where it came from; null where that is not known. */
  readonly run: string | null;
  readonly node: string | null;
  readonly request: Pick<ItemRequest, 'provider' | 'prompt' | 'seed' | 'resolution'> | null;
  readonly costUsd: number | null;
  /** File below the output folder, where it was saved. */
  readonly file?: string | null;
}

/** What the node search is for. */
export type SearchPurpose =
  | { readonly kind: 'add' }
  /** Only types that fit the wire's end; the choice is wired. */
  | { readonly kind: 'wire'; readonly wire: PortPlace }
  /** Only types that the wire can lead through; the choice is put into it. */
  | { readonly kind: 'splice'; readonly edge: Edge }
  /** The node becomes one of another type. */
  | { readonly kind: 'replace'; readonly node: string };

export type SettingsSection = 'providers' | 'spending' | 'appearance' | 'canvas' | 'keys' | 'files';

/** The one dialog that is open. */
export type OpenDialog =
  /** `at`: point of the screen where the node is wanted. */
  | { readonly type: 'node-search'; readonly at: Position | null; readonly purpose: SearchPurpose }
  | { readonly type: 'connect'; readonly node: string }
  | { readonly type: 'workflows' }
  | { readonly type: 'templates' }
  | { readonly type: 'command-palette' }
  | { readonly type: 'settings'; readonly section?: SettingsSection }
  | { readonly type: 'shortcuts' }
  /** `taken`: the name that is in use already. */
  | { readonly type: 'save-as'; readonly taken?: string }
  /** An image that carries a workflow was dropped or pasted at a point of the canvas. */
  | {
      readonly type: 'image-workflow';
      readonly file: File;
      readonly read: {
        readonly ok: true;
        readonly document: WorkflowDocument;
        readonly report: ImportReport;
        readonly source: string;
      };
      readonly at: Position;
    }
  | { readonly type: 'import-report'; readonly source: string; readonly report: ImportReport }
  /** The file of a tab is not the one that its work began from. */
  | { readonly type: 'conflict'; readonly tab: string }
  /** An attempt with unknown outcome, about which a person decides. */
  | { readonly type: 'held'; readonly run: string; readonly node: string; readonly attempt: string }
  /** A workflow from elsewhere is about to run for the first time. */
  | {
      readonly type: 'first-run';
      readonly targets?: readonly string[] | undefined;
      readonly force?: boolean;
      readonly workflow?: WorkflowDocument | undefined;
    }
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
  /** Positions of items on their way to new places, as drawn at this moment; the document holds where they go. */
  readonly settling: ReadonlyMap<string, Position>;
  /** Canvas coordinates of the lines that show what a dragged item is level with. */
  readonly guides: Guides;
  /** The wire that a dragged node would be put into. */
  readonly spliceEdge: string | null;
  /** Sizes of items as the browser drew them. */
  readonly measured: ReadonlyMap<string, { readonly width: number; readonly height: number }>;
  readonly wire: DraggedWire | null;
  /** `hand` moves the view alone: nothing is selected, moved or wired. */
  readonly tool: 'select' | 'hand';
  readonly detail: Detail;
  /** Nodes whose further inputs are shown. */
  readonly expanded: ReadonlySet<string>;
  /** The node or group whose title is being typed. */
  readonly renaming: string | null;
  readonly libraryOpen: boolean;
  /** The outline stands where the library stands. */
  readonly outlineOpen: boolean;
  readonly inspectorOpen: boolean;
  readonly panel: 'inspector' | 'runs' | 'gallery';
  readonly dialog: OpenDialog | null;
  readonly menu: OpenMenu | null;
  readonly notices: readonly Notice[];
  /** The modal dialog that notices are shown in, since it makes everything outside of it inert. */
  readonly noticePlace: Element | null;
  readonly preferences: Preferences;
  /** Counts what the server tells of new images and marks. */
  readonly galleryVersion: number;
  /** Which images the gallery shows. */
  readonly galleryScope: GalleryScope;
  /** A run is being sent off. */
  readonly starting: boolean;
}

export type SessionStore = StoreApi<SessionState>;

export interface Guides {
  /** Vertical line. */
  readonly x: number | null;
  /** Horizontal line. */
  readonly y: number | null;
}

export const noGuides: Guides = { x: null, y: null };
export const nothing: ReadonlySet<string> = new Set();
export const noPositions: ReadonlyMap<string, Position> = new Map();

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
    settling: noPositions,
    guides: noGuides,
    spliceEdge: null,
    measured: new Map(),
    wire: null,
    tool: 'select',
    detail: 'full',
    expanded: nothing,
    renaming: null,
    libraryOpen: globalThis.innerWidth >= 760,
    outlineOpen: false,
    // A narrow window belongs to the canvas.
    inspectorOpen: globalThis.innerWidth >= 1440,
    panel: 'inspector',
    dialog: null,
    menu: null,
    notices: [],
    noticePlace: null,
    preferences: initialPreferences,
    galleryVersion: 0,
    galleryScope: { of: 'all' },
    starting: false,
    ...initial,
  }));
}
