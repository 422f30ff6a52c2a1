/** The storage of this app gives no answer, or refuses one for now: whoever asks again later may get it. */
export class StorageUnavailable extends Error {
  override name = 'StorageUnavailable';
}
