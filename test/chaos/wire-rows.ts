import { noHistory, outage, refusedKey, simulation, type CatalogueRow } from './catalogue-row.ts';

const submit = 'chaos/submit.test.ts';
const follow = 'chaos/follow.test.ts';
const download = 'chaos/download.test.ts';

/** Faults of the wire: submits, polls and results, downloads. */
export const wireRows: readonly CatalogueRow[] = [
  {
    row: 1,
    fault: 'nothing can be sent: DNS, refused, timeout, TLS',
    tests: {
      [submit]: ['F1 nobody listens: the order waits with a reason and goes out once, when somebody does'],
      'providers/submit.test.ts': ['a closed port', 'an unknown name'],
    },
  },
  {
    row: 2,
    fault: 'reset after the headers or within the body',
    tests: {
      [submit]: [
        'F2 reset when the connection is made',
        'F2 reset after the headers',
        'F2 reset in the middle of the body',
      ],
      'platform/network/provider-fetch.test.ts': ['every POST has a connection of its own'],
    },
  },
  {
    row: 3,
    fault: 'reset or timeout waiting for the answer',
    tests: {
      [submit]: [
        'F3 reset while it is carried out',
        'F3 the answer is lost',
        'F3 the answer breaks off',
        'F3 reset after the whole answer',
        'F3 a late answer',
      ],
    },
  },
  { row: 4, fault: '2xx with truncated JSON', tests: { [submit]: ['F4 truncated JSON'] } },
  {
    row: 5,
    fault: '2xx without a good id',
    tests: { [submit]: ['F5 no id', 'F5 an empty id', 'F5 an id that is a number'] },
  },
  { row: 6, fault: '200 with a web page', tests: { [submit]: ['F6 a web page with 200'] } },
  {
    row: 7,
    fault: '200 that refuses or fails',
    tests: {
      [submit]: ['F7 refused within a 200'],
      'providers/submit.test.ts': ['its own breakdown with 200'],
    },
  },
  { row: 8, fault: '400, 422', tests: { [submit]: ['F8 422', 'F8 400'] } },
  {
    row: 9,
    fault: '401',
    tests: {
      [outage]: [refusedKey, 'without anybody who could mend it, a refused key fails the run at once'],
    },
  },
  {
    row: 10,
    fault: '402 and its kin',
    tests: { [outage]: ['%s: an empty account waits until its balance is back'] },
  },
  {
    row: 11,
    fault: '403',
    tests: {
      'providers/submit.test.ts': ['%i: %s'],
      'engine/run/model-bars.test.ts': [
        'F11 a forbidden model is tried by one at a time and ever more seldom; other models are not concerned',
      ],
      [outage]: ['F11 %s: a model that is forbidden waits with a reason, and a changed key wakes it'],
    },
  },
  { row: 12, fault: '404 model', tests: { [submit]: ['F12 404 model'] } },
  { row: 13, fault: '408', tests: { [submit]: ['F13 408'] } },
  { row: 14, fault: '409', tests: { [submit]: ['F14 409 that names no job'] } },
  { row: 15, fault: '413, 414, 431', tests: { [submit]: ['F15 413'] } },
  {
    row: 16,
    fault: '429 with Retry-After',
    tests: {
      [submit]: ['F16 429 with Retry-After in seconds'],
      'providers/submit.test.ts': ['429 with Retry-After %s'],
      'platform/journal/lanes.test.ts': [
        'who is refused as too many halves the places, a burst of refusals only once; each good end gives some back',
      ],
    },
  },
  {
    row: 17,
    fault: '429 without Retry-After',
    tests: {
      [submit]: ['F17 429 without Retry-After'],
      'platform/journal/lanes.test.ts': [
        'without a limit, too, a refusal lowers what is at once; one place always remains',
      ],
    },
  },
  {
    row: 18,
    fault: 'absurd Retry-After',
    tests: {
      [submit]: ['F18 429 with a Retry-After of the past'],
      'providers/submit.test.ts': ['429 with Retry-After %s'],
    },
  },
  {
    row: 19,
    fault: '500, 502, 504',
    tests: { [submit]: ['F19 500 after acceptance', 'F19 502', 'F19 504'] },
  },
  { row: 20, fault: '503', tests: { [submit]: ['F20 503 with Retry-After'] } },
  {
    row: 21,
    fault: '3xx on a POST',
    tests: {
      [submit]: ['F21 302', 'F21 307'],
      'platform/network/provider-fetch.test.ts': ['a redirect of a %s is not followed'],
    },
  },
  {
    row: 22,
    fault: 'one id for two attempts',
    tests: { [submit]: ['F22 one id for two orders: adopted once, charged once in our books'] },
  },
  {
    row: 23,
    fault: 'an odd id',
    tests: { [submit]: ['F23 an id like a path', 'F23 an id of a megabyte'] },
  },
  { row: 24, fault: 'unknown members', tests: { [submit]: ['F24 unknown members'] } },
  {
    row: 25,
    fault: 'trouble with a poll',
    tests: {
      [follow]: ['F25 500', 'F25 reset', 'F25 truncated JSON', 'F25 a web page with 200'],
      'engine/run/retry-budget.test.ts': [
        'F25 a provider in trouble is asked again a hundred times, then once for every five good answers; others are not concerned',
      ],
    },
  },
  {
    row: 26,
    fault: '401, 403 while polling',
    tests: { [follow]: ['F26 401 while polling', 'F26 403 while polling'] },
  },
  { row: 27, fault: '402 while polling', tests: { [follow]: ['F27 402 while polling'] } },
  {
    row: 28,
    fault: '404 right after the submit',
    tests: { [follow]: ['F28 404 right after the submit'] },
  },
  {
    row: 29,
    fault: 'a status that goes backwards',
    tests: { [follow]: ['F29 a status that goes backwards'] },
  },
  { row: 30, fault: 'an unknown status', tests: { [follow]: ['F30 an unknown status'] } },
  {
    row: 31,
    fault: 'hours in the queue',
    tests: { [follow]: ['F31 a long time in the queue'], [simulation]: [noHistory] },
  },
  {
    row: 32,
    fault: 'completed without an image',
    tests: { [follow]: ['F32 completed without an image'] },
  },
  { row: 33, fault: 'fewer images', tests: { [follow]: ['F33 fewer than asked'] } },
  { row: 34, fault: 'more images', tests: { [follow]: ['F34 more than asked'] } },
  {
    row: 35,
    fault: 'the same bytes twice',
    tests: { [download]: ['F35 the same bytes at every place'], [simulation]: [noHistory] },
  },
  { row: 36, fault: 'failed with a message', tests: { [follow]: ['F36 failed with a message'] } },
  {
    row: 37,
    fault: 'completed and failed both seen',
    tests: { [follow]: ['F37 once it was completed, nothing that is said later undoes it'] },
  },
  { row: 38, fault: 'slow old polls', tests: { [follow]: ['F38 a slow poll'] } },
  {
    row: 39,
    fault: 'both documented shapes of a result',
    tests: {
      'providers/poll.test.ts': [
        'RunComfy’s single image and its cost',
        'outputs as objects, data URIs and naked base64',
      ],
    },
  },
  {
    row: 40,
    fault: 'clocks that jump or differ',
    tests: {
      [simulation]: [noHistory],
      'engine/run/lane-gate.test.ts': [
        'F40 a clock that is set by %i ms makes a wait neither longer nor shorter',
      ],
      'platform/journal/lanes.test.ts': [
        'F40 a clock that is set by %i ms changes nothing about how many start a minute',
      ],
      'providers/reconcile.test.ts': [
        'only jobs since a quarter of an hour before the POST, of the same model and account',
      ],
    },
  },
  {
    row: 41,
    fault: 'an expired address',
    tests: {
      [download]: ['F41 403 of an expired address', 'F41 410 of an expired address', 'F41 404 for ever'],
    },
  },
  {
    row: 42,
    fault: 'cut in the middle of an image',
    tests: {
      [download]: ['F42 cut in the middle', 'F42 reset before anything'],
      'platform/network/downloader.test.ts': ['a connection that breaks off publishes nothing'],
    },
  },
  {
    row: 43,
    fault: 'a slow body',
    tests: {
      [download]: ['F43 a slow body'],
      'platform/network/downloader.test.ts': ['a body that drips is given up'],
    },
  },
  {
    row: 44,
    fault: 'a body without end',
    tests: {
      [download]: ['F44 a body without end is given up at the limit and leaves nothing'],
      'platform/network/downloader.test.ts': ['a body that is announced as too large is not read'],
    },
  },
  { row: 45, fault: 'a gzip bomb', tests: { [download]: ['F45 a gzip bomb'] } },
  {
    row: 46,
    fault: 'a truncated image',
    tests: {
      [download]: [
        'F46 truncated, twice',
        'F46 truncated for ever',
        'F46 what was paid for and does not decode stays within reach',
      ],
    },
  },
  {
    row: 47,
    fault: 'another type than promised',
    tests: { [download]: ['F47 another type under the same name', 'F47 SVG'] },
  },
  {
    row: 48,
    fault: 'a pixel bomb',
    tests: {
      [download]: ['F48 a pixel bomb'],
      'platform/assets/asset-store.test.ts': ['more than 100 megapixels are refused from the head alone'],
    },
  },
  {
    row: 49,
    fault: 'flagged or blank images',
    tests: {
      [follow]: ['F49 a flagged place is kept and says so'],
      [download]: [
        'F49 a black image',
        'F49 a black image is published, flagged and told; nothing is drawn again',
      ],
      'platform/images/is-blank.test.ts': ['%s: %s'],
    },
  },
  { row: 50, fault: 'an empty 200', tests: { [download]: ['F50 no bytes'] } },
  {
    row: 51,
    fault: 'a redirect to a private address',
    tests: {
      [download]: [
        'F51 a redirect to this machine',
        'F51 a redirect to a cloud’s metadata',
        'F51 nobody is connected to at a blocked address',
      ],
    },
  },
  {
    row: 52,
    fault: 'TLS expired or of another host',
    tests: {
      [download]: ['F52 a certificate that is not right (%s) stops the order before a byte is out'],
    },
  },
  { row: 53, fault: 'images inside the answer', tests: { [download]: ['F53 images inside the answer'] } },
  { row: 54, fault: 'a web page for an image', tests: { [download]: ['F54 a web page that asks to wait'] } },
];
