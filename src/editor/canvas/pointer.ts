import type { PointerEvent } from 'react';

import type { Position } from '#core/document/schema.ts';

/** Where the pointer is, in client pixels, and what is held down with it. Read by drops and pastes, never drawn. */
export interface Pointer {
  /** Undefined while no mouse is over the canvas. */
  at: Position | undefined;
  altKey: boolean;
}

/** Keeps a pointer up to date, from handlers to be laid on the canvas. */
export const followPointer = (pointer: Pointer) => {
  const follow = ({ clientX, clientY, altKey, pointerType }: PointerEvent): void => {
    pointer.at = pointerType === 'mouse' ? { x: clientX, y: clientY } : undefined;
    pointer.altKey = altKey;
  };
  return {
    onPointerMoveCapture: follow,
    onPointerDownCapture: follow,
    onPointerUpCapture: follow,
    onPointerLeave: (): void => {
      pointer.at = undefined;
    },
  };
};

/** Ids of the wires under a point of the screen, also under what lies over them. */
export const wiresAt = ({ x, y }: Position): readonly string[] =>
  document.elementsFromPoint(x, y).flatMap((element) => {
    const id = element.closest<SVGElement>('.react-flow__edge')?.dataset['id'];
    return id === undefined ? [] : [id];
  });
