import { call } from "./call.js";

Object.assign(globalThis, { call });
