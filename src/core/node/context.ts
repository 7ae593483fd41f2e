import type { ImageRequest } from '../model/image-model.ts';
import type { AssetRef } from '../run/asset.ts';

export interface GridOptions {
  /** 0 chooses a near-square layout. */
  readonly columns: number;
  /** Pixels between cells. */
  readonly gap: number;
  /** `#rrggbb` */
  readonly background: string;
  /** Long side of a cell in pixels; 0 keeps the images' own size. */
  readonly cell: number;
  /** Writes the number of each image into its cell. */
  readonly labels: boolean;
  readonly format: 'png' | 'jpeg' | 'webp';
}

export interface SaveOptions {
  /** May hold `/` for subfolders and `%date:yyyy-MM-dd%`, `%run%`, `%index%`, `%seed%`. */
  readonly prefix: string;
  readonly format: 'original' | 'png' | 'jpeg' | 'webp';
  /** Puts the workflow of the run into the file, unless that is switched off for all. */
  readonly embedWorkflow: boolean;
  /** From 1, for `%index%`. */
  readonly index: number;
}

/** The only door out of a node's `execute`. What is not here, a node cannot do. */
export interface NodeContext {
  /** Aborts when the run is cancelled. */
  readonly signal: AbortSignal;
  /** Tells how far the execution is: 0 to 1 where known, and a few honest words. */
  progress(fraction: number | undefined, message: string): void;
  /** A sentence shown at the node; the run goes on. */
  warn(message: string): void;
  readonly images: {
    /** Lays images out in reading order on one sheet. */
    composeGrid(images: readonly AssetRef[], options: GridOptions): Promise<AssetRef>;
  };
  readonly models: {
    /**
     * Buys images. Journalled and paid at most once; answers with what was delivered, which may be fewer or more than
     * asked. Only in nodes whose effect is `paid`, and only requests that `estimate` named. Throws a FailureError when
     * nothing was delivered.
     */
    generate(request: ImageRequest): Promise<readonly AssetRef[]>;
  };
  readonly outputs: {
    /** Publishes an image as a file in the output folder. Only in nodes whose effect is `save`. Answers with its path below that folder. */
    save(image: AssetRef, options: SaveOptions): Promise<string>;
  };
}
