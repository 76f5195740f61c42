/** An input method's Enter takes a word, it does not send. Safari ends composition before the key: hence 229. */
export function isComposing(event: { readonly nativeEvent: KeyboardEvent }): boolean {
  return event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229;
}
