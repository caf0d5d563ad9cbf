import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { until } from './until.ts';

/** What a load balancer forwards: a port of its own to the ports of replicas. */
export type Balanced = {
  readonly port: number;
  readonly replicas: readonly number[];
  /** Connections to the replicas that stay open, for a minute; none by default. */
  readonly idle?: number;
};

export const nginxIsInstalled = (): boolean => spawnSync('nginx', ['-v']).status === 0;

const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

const balance = (name: string, { port, replicas, idle }: Balanced): string => `
  upstream ${name} {
    ${replicas.map((replica) => `server 127.0.0.1:${replica} max_fails=0;`).join(' ')}
    ${idle ? `keepalive ${idle};` : ''}
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://${name};
      proxy_http_version 1.1;
      proxy_buffering off;
      proxy_read_timeout 300s;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
    }
  }`;

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** Starts nginx, which gives each request to the next replica. Returns how to stop it. */
export async function startNginx(
  folder: string,
  balanced: Readonly<Record<string, Balanced>>,
): Promise<() => Promise<void>> {
  await mkdir(folder, { mode: 0o755 });
  const file = join(folder, 'nginx.conf');
  const config = `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  ${Object.entries(balanced)
    .map(([name, one]) => balance(name.replace('-', '_'), one))
    .join('\n')}
}`;
  await writeFile(file, config);
  const stop = stopOf(
    spawn('nginx', ['-c', file, '-e', `${folder}/error.log`], { stdio: 'ignore' }),
  );
  const ports = Object.values(balanced).map(({ port }) => port);
  const listens = async () => (await Promise.all(ports.map(accepts))).every(Boolean);
  await until('nginx to listen', listens);
  return stop;
}

/** Starts a Redis that stores nothing on the disk. Returns how to stop it. */
export const startRedis = (port: number): (() => Promise<void>) =>
  stopOf(
    spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no'], {
      stdio: 'ignore',
    }),
  );

export const redisIsInstalled = (): boolean =>
  spawnSync('redis-server', ['--version']).status === 0;

function stopOf(child: ChildProcess): () => Promise<void> {
  const exited = once(child, 'exit');
  return async () => {
    child.kill('SIGTERM');
    await exited;
  };
}
