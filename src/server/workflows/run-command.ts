import { join, relative, resolve } from 'node:path';

/** The words that run a saved workflow from a shell in the server's working folder, with quotes where they are needed. */
export function runCommand(file: string, dataFolder: string): string {
  const path = relative(process.cwd(), join(dataFolder, 'workflows', `${file}.json`));
  const isUsual = resolve(dataFolder) === resolve('data');
  const data = isUsual ? '' : ` --data ${quote(relative(process.cwd(), dataFolder))}`;
  return `npx batchwork run ${quote(path)}${data}`;
}

/** A word for the shell of this system: as it is where nothing in it means something to the shell. */
export function quote(word: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[\w./\\:@-]+$/.test(word) && (platform === 'win32' || !word.includes('\\'))) return word;
  // File names on Windows hold no double quotes; both of its shells take this.
  return platform === 'win32' ? `"${word}"` : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
