import { routes } from '#core/api/routes.ts';
import type { AssetRef } from '#core/run/asset.ts';

import type { Editor } from '../app/editor.ts';
import { notify } from '../app/notices.ts';
import { messageOf } from '../remote/remote-error.ts';

const extensions: Record<AssetRef['mediaType'], string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
};

/** Name of an image on disk: as it was saved, else by its content. */
export const fileNameOfImage = (asset: AssetRef, file: string | null | undefined): string =>
  file?.split('/').at(-1) ?? `${asset.hash.slice(0, 12)}.${extensions[asset.mediaType]}`;

/** Lets the browser save bytes under a name. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  saveUrl(url, name);
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Lets the browser save what is at an address of our own. */
export function saveUrl(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

/** Puts an image on the clipboard, as PNG: other types are taken by no other program. */
export async function copyImage({ session }: Editor, asset: AssetRef): Promise<void> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': asPng(asset) })]);
    notify(session, 'info', 'The image is on the clipboard.');
  } catch (error) {
    notify(session, 'warning', `The image could not be copied. ${messageOf(error)}`);
  }
}

async function asPng(asset: AssetRef): Promise<Blob> {
  const response = await fetch(routes.asset(asset.hash));
  const blob = await response.blob();
  if (blob.type === 'image/png') return blob;
  const bitmap = await createImageBitmap(blob);
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (png) => (png === null ? reject(new Error('It is too large.')) : resolve(png)),
      'image/png',
    );
  });
}

export async function copyText({ session }: Editor, text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify(session, 'info', `${what} is on the clipboard.`);
  } catch {
    notify(session, 'warning', 'The browser does not allow copying here.');
  }
}
