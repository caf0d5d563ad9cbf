import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { eventsBySource } from '../../events/events.ts';
import { queues } from '../../events/topology.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The READMEs of subgraphs and workers, by the name of the service. */
const readmes = ['subgraphs', 'workers'].flatMap((folder) =>
  readdirSync(`${root}${folder}`)
    .map((service) => ({ service, file: `${root}${folder}/${service}/README.md` }))
    .filter(({ file }) => existsSync(file)),
);

/** Returns the event types in the row of a README's first table that has this label, sorted. */
function typesInRow(file: string, label: string): string[] {
  const row = readFileSync(file, 'utf8')
    .split('\n')
    .find((line) => line.startsWith(`| ${label} | `));
  expect(row, `${file} has a row "${label}"`).toBeDefined();
  const types = row?.match(/(?<=`)[a-z_]+\.[a-z_]+\.v\d+(?=`)/g) ?? [];
  if (types.length === 0) expect(row).toBe(`| ${label} | nothing |`);
  return types.toSorted();
}

const published: Readonly<Record<string, object>> = eventsBySource;
const subscribed = (service: string): string[] => {
  const own = Object.entries(queues).filter(([queue]) => queue.startsWith(`${service}.`));
  return [...new Set(own.flatMap(([, types]) => types))].toSorted();
};

it('every service that has events has a README', () => {
  const services = readmes.map(({ service }) => service);
  expect(services).toEqual(expect.arrayContaining(Object.keys(eventsBySource)));
  const consumers = Object.keys(queues).map((queue) => queue.split('.')[0]);
  expect(services).toEqual(expect.arrayContaining(consumers));
});

it.each(readmes)(
  'the README of $service names exactly the events it publishes and subscribes to',
  ({ service, file }) => {
    expect(typesInRow(file, 'publishes')).toEqual(Object.keys(published[service] ?? {}).toSorted());
    expect(typesInRow(file, 'subscribes to')).toEqual(subscribed(service));
  },
);
