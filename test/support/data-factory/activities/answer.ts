import { isObject, type Json, type JsonObject } from '../json';
import type { WebAnswer } from '../services/web';

const LARGEST = 4 * 1024 * 1024;

/** The object that an endpoint has answered, or undefined: arrays, texts and what is too large can't be taken. */
export function readAnswer({ body }: WebAnswer): JsonObject | undefined {
  if (Buffer.byteLength(body) > LARGEST) return undefined;
  try {
    const value = JSON.parse(body) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
