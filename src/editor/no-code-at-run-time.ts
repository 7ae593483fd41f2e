import { z } from 'zod';

// The page's content security policy forbids making code at run time, and zod looks whether it may with its first
// schema. This module has to come before all that make schemas.
z.config({ jitless: true });
