import type { GalleryImage } from '#core/api/gallery.ts';
import { extensionOf } from '#platform/assets/media-type.ts';

/** Names files of a download: as they were saved, else after workflow and node; never two alike, never outside a folder. */
export function fileNamer(): (image: GalleryImage) => string {
  const taken = new Set<string>();
  return ({ file, workflow, nodeTitle, asset }) => {
    const extension = extensionOf[asset.mediaType];
    const base =
      file === null
        ? `${clean(workflow)} ${clean(nodeTitle)}`
        : file
            .replace(/\.\w+$/, '')
            .split('/')
            .map(clean)
            .join('/');
    for (let number = 1; ; number += 1) {
      const name = `${base}${file === null ? ` ${String(number).padStart(2, '0')}` : number === 1 ? '' : ` ${number}`}.${extension}`;
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      return name;
    }
  };
}

const clean = (text: string): string =>
  text
    .replaceAll(/[<>:"/\\|?*]|\p{Cc}/gu, '-')
    .replace(/^\.+/, '')
    .slice(0, 80) || 'image';
