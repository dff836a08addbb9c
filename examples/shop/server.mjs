import { createServer } from 'node:http';
import { createApp } from './src/app.mjs';

const port = Number(process.env.PORT ?? 3000);
const host = process.env.HOST ?? '127.0.0.1';

const server = createServer(createApp());
server.listen(port, host, () => {
  process.stdout.write(`Larch & Linen is open at http://${host}:${server.address().port}\n`);
});

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
