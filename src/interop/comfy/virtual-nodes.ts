import type { UiNode } from './ui-schema.ts';

const notes = new Set(['Note', 'MarkdownNote']);
const reroutes = new Set(['Reroute', 'Reroute (rgthree)']);
const setters = new Set(['SetNode', 'easy setNode']);
const getters = new Set(['GetNode', 'easy getNode']);

/** Helpers of packs that work in the editor alone: they mute, label and look, and are never part of a prompt. */
const helpers = new Set([
  'Bookmark (rgthree)',
  'Fast Actions Button (rgthree)',
  'Fast Bypasser (rgthree)',
  'Fast Groups Bypasser (rgthree)',
  'Fast Groups Muter (rgthree)',
  'Fast Muter (rgthree)',
  'Label (rgthree)',
  'Mute / Bypass Relay (rgthree)',
  'Mute / Bypass Repeater (rgthree)',
  'Node Collector (rgthree)',
  'Note Plus (mtb)',
  'Random Unmuter (rgthree)',
]);

/** Whether a class stays in the editor; it is shown, kept and left out of prompts. */
export const isHelper = (type: string): boolean => helpers.has(type);

export const isNote = ({ type }: UiNode): boolean => notes.has(type);
export const isPrimitive = ({ type }: UiNode): boolean => type === 'PrimitiveNode';
/** Passes its only input on. A setter does so under a name too. */
export const isReroute = ({ type }: UiNode): boolean => reroutes.has(type) || setters.has(type);
export const isGetter = ({ type }: UiNode): boolean => getters.has(type);
export const isSetter = ({ type }: UiNode): boolean => setters.has(type);

/** Nodes that live in the editor alone and never reach a server. */
export const hasNoExecution = (node: UiNode): boolean =>
  isPrimitive(node) || isReroute(node) || isGetter(node);
