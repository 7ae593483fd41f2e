import type { Figure } from './figure.ts';

const [width, height, margin] = [640, 360, 56];
const colours = ['#4972c0', '#b4514c', '#1a8a51', '#9b690b', '#7b62b8', '#198585', '#5c6167', '#9e5598'];

/** Cost against size on logarithmic axes, as SVG; undefined when there are not two sizes to compare. */
export function plot(title: string, figures: readonly Figure[]): string | undefined {
  const points = figures.flatMap(({ subject, size, value, unit }) =>
    size === undefined || value === null ? [] : [{ subject, size, value, unit }],
  );
  const sizes = [...new Set(points.map(({ size }) => size))].toSorted((a, b) => a - b);
  const unit = points[0]?.unit;
  if (sizes.length < 2 || unit === undefined) return undefined;
  const shown = points.filter((each) => each.unit === unit);
  const values = shown.map(({ value }) => value);
  const scale = (low: number, high: number, from: number, to: number) => (value: number) =>
    from + ((Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low) || 1)) * (to - from);
  const x = scale(sizes[0] ?? 1, sizes.at(-1) ?? 1, margin, width - 190);
  const y = scale(Math.min(...values), Math.max(...values), height - margin, margin);
  const lines = [...Map.groupBy(shown, ({ subject }) => subject)].flatMap(([subject, own], at) => {
    const colour = colours[at % colours.length] ?? '#000';
    const path = own
      .toSorted((a, b) => a.size - b.size)
      .map(({ size, value }) => `${x(size).toFixed(1)},${y(value).toFixed(1)}`);
    return [
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${path.join(' ')}"/>`,
      ...path.map(
        (point) => `<circle cx="${point.split(',')[0]}" cy="${point.split(',')[1]}" r="3" fill="${colour}"/>`,
      ),
      `<text x="${width - 180}" y="${margin + at * 18}" fill="${colour}">${escape(subject)}</text>`,
    ];
  });
  const marks = [
    ...sizes.map(
      (size) =>
        `<text x="${x(size)}" y="${height - margin + 20}" text-anchor="middle">${size.toLocaleString('en')}</text>`,
    ),
    ...[Math.min(...values), Math.max(...values)].map(
      (value) =>
        `<text x="${margin - 8}" y="${y(value) + 4}" text-anchor="end">${value.toPrecision(2)}</text>`,
    ),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${margin}" y="24" font-size="14">${escape(title)}, ${escape(unit)}</text>`,
    ...marks,
    ...lines,
    '</svg>',
    '',
  ].join('\n');
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
