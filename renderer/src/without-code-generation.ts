import { z } from 'zod';

// The Content Security Policy forbids making code from text. zod tries to as soon as the first schema is
// declared, so this must be imported before any file that declares one.
z.config({ jitless: true });
