// How the pages are built: into `dist/web`, which the server serves; in development the API is that of a running server.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The first that know `light-dark()`: the tokens stay as they are written. */
const BROWSERS = ['chrome123', 'firefox120', 'safari17.5'];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    cssTarget: BROWSERS,
    sourcemap: false,
  },
  server: { host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:4400' } },
});
