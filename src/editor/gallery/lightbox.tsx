import 'yet-another-react-lightbox/styles.css';
import 'yet-another-react-lightbox/plugins/captions.css';
import YetAnotherLightbox, { type SlideImage } from 'yet-another-react-lightbox';
import Captions from 'yet-another-react-lightbox/plugins/captions';
import Download from 'yet-another-react-lightbox/plugins/download';
import Zoom from 'yet-another-react-lightbox/plugins/zoom';

import { routes } from '#core/api/routes.ts';
import type { AssetRef } from '#core/run/asset.ts';

import type { LightboxImage } from '../state/session-store.ts';

import styles from './lightbox.module.css';

interface LightboxProps {
  readonly images: readonly LightboxImage[];
  readonly index: number;
  readonly onClose: () => void;
}

const extensions: Record<AssetRef['mediaType'], string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
};

/** Results at full size: arrows, wheel and pinch to zoom, download. Demo images say so. */
export function Lightbox({ images, index, onClose }: LightboxProps) {
  const slides = images.map(({ asset, demo, caption }): SlideImage & { demo: boolean } => ({
    src: routes.asset(asset.hash),
    width: asset.width,
    height: asset.height,
    alt: caption,
    title: demo ? <Caption words={caption} /> : caption,
    download: {
      url: routes.asset(asset.hash),
      filename: `${asset.hash.slice(0, 12)}.${extensions[asset.mediaType]}`,
    },
    demo,
  }));
  return (
    <YetAnotherLightbox
      open
      close={onClose}
      index={index}
      slides={slides}
      plugins={[Captions, Download, Zoom]}
      carousel={{ finite: true, padding: '56px', imageProps: { decoding: 'async' } }}
      controller={{ closeOnBackdropClick: true, closeOnPullDown: true }}
      zoom={{ scrollToZoom: true, maxZoomPixelRatio: 2 }}
      animation={{ fade: 140, swipe: 200, zoom: 140 }}
      render={images.length === 1 ? { buttonPrev: () => null, buttonNext: () => null } : {}}
    />
  );
}

function Caption({ words }: { readonly words: string }) {
  return (
    <span className={styles['caption']}>
      <span className={styles['demo']}>Demo</span>
      {words}
    </span>
  );
}
