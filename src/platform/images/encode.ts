import type { Sharp } from 'sharp';

export type EncodedFormat = 'png' | 'jpeg' | 'webp';

/** White is what is behind a transparent picture on most pages. */
const defaultBackground = '#ffffff';

/**
 * Sets the encoder of a pipeline. The JPEG options that buffer a whole picture (progressive scans, optimised Huffman
 * tables) stay off: they are what makes large sheets need gigabytes.
 */
export function encodeAs(image: Sharp, format: EncodedFormat, background = defaultBackground): Sharp {
  switch (format) {
    case 'png':
      return image.png({ compressionLevel: 6 });
    case 'jpeg':
      return image.flatten({ background }).jpeg({ quality: 92, optimiseCoding: false, progressive: false });
    case 'webp':
      return image.webp({ quality: 90, effort: 2 });
  }
}
