import { createContext, use } from 'react';

import type { Position } from '#core/document/schema.ts';

import type { Remote } from '../remote/remote.ts';
import type { ForeignFiles } from '../state/foreign-files.ts';
import type { OwnWorkflows } from '../state/own-workflows.ts';
import type { Stores } from '../state/stores.ts';
import type { Box } from '../workflow/item-boxes.ts';
import type { InTurn } from './in-turn.ts';

/** Where the canvas stands, in px and as a factor. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** What commands may ask of the canvas while it is mounted. */
export interface CanvasHandle {
  /** Brings the named nodes into view, or all of them. */
  show(ids?: readonly string[]): void;
  zoomBy(factor: number): void;
  zoomTo(zoom: number): void;
  /** The point of the canvas under a point of the screen. */
  toCanvas(point: Position): Position;
  /** Middle of what is visible, in canvas coordinates. */
  center(): Position;
  /** Moves the view just as far as it takes to see these items whole, where that is possible. */
  reveal(ids: readonly string[]): void;
  /** Brings an item into view and gives it the focus. */
  focusNode(id: string): void;
  /** Where the canvas stands. */
  viewport(): Viewport;
  setViewport(viewport: Viewport): void;
  /** Where the pointer is, in canvas coordinates; undefined when it is elsewhere. */
  pointer(): Position | undefined;
  /** Width of the canvas on the screen, CSS pixels. */
  widthPx(): number;
  /** The part of the canvas that is visible, in canvas coordinates. */
  visible(): Box;
}

/** The composition root's product: all that commands work on. */
export interface Editor extends Stores {
  readonly remote: Remote;
  readonly foreignFiles: ForeignFiles;
  readonly ownWorkflows: OwnWorkflows;
  /** Undefined before the canvas is mounted. */
  readonly canvas: CanvasHandle | undefined;
  /** Called by the canvas when it is mounted, and with undefined when it is gone. */
  readonly attachCanvas: (canvas: CanvasHandle | undefined) => void;
  /** 0 up to and without 1. */
  readonly random: () => number;
  readonly newKey: () => string;
  /** Does tasks of one name one after the other. */
  readonly inTurn: InTurn;
}

export const EditorContext = createContext<Editor | null>(null);

/** @throws when no composition root is above. */
export function useEditor(): Editor {
  const editor = use(EditorContext);
  if (editor === null) throw new Error('EditorContext is missing above this component.');
  return editor;
}
