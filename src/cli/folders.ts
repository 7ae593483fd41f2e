import { fileURLToPath } from 'node:url';

const inPackage = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The node files of this installation. */
export const nodesFolder = inPackage('nodes');
/** The root of this installation. */
export const packageFolder = inPackage('');
