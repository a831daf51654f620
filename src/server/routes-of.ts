// Everything that the server can do, by the names of its routes: each group of routes has its own maker.
import type { RouteName } from '../api/route-paths.ts';
import type { ControlRoom } from './control-room.ts';
import type { Handlers } from './handler.ts';

/** Makes the handlers of a group of routes over what they share. */
export type HandlersOf<Name extends RouteName> = (room: ControlRoom) => Handlers<Name>;
