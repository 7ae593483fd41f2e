import type { Position, WorkflowDocument } from '#core/document/schema.ts';

import { documentOf } from '../../state/document-store.ts';
import { noPositions } from '../../state/session-store.ts';
import type { Editor } from '../editor.ts';

const durationMs = 160;

/**
 * Shows items on their way from where they stood in `before` to where the document has them now. The document is done
 * already; without motion, where a person wants none, nothing is shown.
 */
export function settle({ document, session }: Editor, before: WorkflowDocument): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const now = documentOf(document.getState());
  const starts = new Map(
    [...before.nodes, ...before.notes, ...before.groups].map((item) => [item.id, item.position]),
  );
  const ways = [...now.nodes, ...now.notes, ...now.groups].flatMap(({ id, position }) => {
    const start = starts.get(id);
    return start === undefined || (start.x === position.x && start.y === position.y)
      ? []
      : [{ id, start, end: position }];
  });
  if (ways.length === 0) return;
  const begin = performance.now();
  let shown: ReadonlyMap<string, Position> = noPositions;
  const step = (time: number): void => {
    // Whoever takes hold of things meanwhile, or starts another movement, ends this one.
    if (session.getState().settling !== shown || documentOf(document.getState()) !== now) {
      if (session.getState().settling === shown) session.setState({ settling: noPositions });
      return;
    }
    const share = Math.min(1, Math.max(0, time - begin) / durationMs);
    const eased = 1 - (1 - share) ** 3;
    shown =
      share === 1
        ? noPositions
        : new Map(
            ways.map(({ id, start, end }) => [
              id,
              { x: start.x + (end.x - start.x) * eased, y: start.y + (end.y - start.y) * eased },
            ]),
          );
    session.setState({ settling: shown });
    if (share < 1) requestAnimationFrame(step);
  };
  session.setState({ settling: noPositions });
  step(begin);
}
