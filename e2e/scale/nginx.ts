import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a load balancer forwards: a port of its own to the ports of replicas. */
export type Balanced = { readonly port: number; readonly replicas: readonly number[] };

export const nginxIsInstalled = (): boolean => spawnSync('nginx', ['-v']).status === 0;

const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

const balance = (name: string, { port, replicas }: Balanced): string => `
  upstream ${name} {
    ${replicas.map((replica) => `server 127.0.0.1:${replica} max_fails=0;`).join(' ')}
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
  return stopOf(spawn('nginx', ['-c', file, '-e', `${folder}/error.log`], { stdio: 'ignore' }));
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
