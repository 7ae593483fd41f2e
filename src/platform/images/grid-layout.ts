export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface GridLayout {
  readonly columns: number;
  readonly rows: number;
  /** Of every cell: large enough for the largest image. */
  readonly cell: Size;
  readonly sheet: Size;
  /** By image, in reading order: where it stands on the sheet, centred in its cell. */
  readonly places: readonly (Size & { readonly left: number; readonly top: number })[];
}

/**
 * Lays images out in reading order. Pure. `columns` 0 = near-square, `cell` 0 = the images' own sizes. The gap
 * stands between cells, not around them.
 */
export function layOutGrid(
  images: readonly Size[],
  options: { columns: number; gap: number; cell: number },
): GridLayout {
  const { gap } = options;
  const columns = Math.max(
    1,
    Math.min(images.length, options.columns === 0 ? Math.ceil(Math.sqrt(images.length)) : options.columns),
  );
  const rows = Math.ceil(images.length / columns);
  const sizes = images.map((image) => (options.cell === 0 ? image : fit(image, options.cell)));
  const cell = {
    width: Math.max(1, ...sizes.map(({ width }) => width)),
    height: Math.max(1, ...sizes.map(({ height }) => height)),
  };
  return {
    columns,
    rows,
    cell,
    sheet: {
      width: columns * cell.width + (columns - 1) * gap,
      height: rows * cell.height + (rows - 1) * gap,
    },
    places: sizes.map(({ width, height }, index) => ({
      width,
      height,
      left: (index % columns) * (cell.width + gap) + Math.floor((cell.width - width) / 2),
      top: Math.floor(index / columns) * (cell.height + gap) + Math.floor((cell.height - height) / 2),
    })),
  };
}

/** The size whose long side is `side`, in the same proportions. */
function fit({ width, height }: Size, side: number): Size {
  const scale = side / Math.max(width, height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
