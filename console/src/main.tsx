import './design/tokens.css'
import './design/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { reloadAfterUpdate } from './app/reload-after-update.ts'

reloadAfterUpdate()

const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
