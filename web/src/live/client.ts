// The one client of the pages: the server that they came from, known by the session's cookie.
import { createClient } from '../../../src/api/client.ts';

export const client = createClient({ baseUrl: '' });
