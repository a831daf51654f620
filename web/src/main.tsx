// The entry of the pages: puts the application into the document.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/controls.css';
import './styles/marks.css';
import './styles/frame.css';
import { App } from './app.tsx';
import { applyTheme } from './frame/theme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the document has no #root');
applyTheme();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
