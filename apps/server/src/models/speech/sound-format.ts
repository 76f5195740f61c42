const formats: readonly {
  readonly mark: string;
  readonly at: number;
  readonly ending: string;
  readonly type: string;
}[] = [
  { mark: "\x1aE\xdf\xa3", at: 0, ending: "webm", type: "audio/webm" },
  { mark: "OggS", at: 0, ending: "ogg", type: "audio/ogg" },
  { mark: "RIFF", at: 0, ending: "wav", type: "audio/wav" },
  { mark: "ftyp", at: 4, ending: "m4a", type: "audio/mp4" },
  { mark: "fLaC", at: 0, ending: "flac", type: "audio/flac" },
  { mark: "ID3", at: 0, ending: "mp3", type: "audio/mpeg" },
];
const usual = { ending: "webm", type: "audio/webm" };

/** What a recording is, by its first bytes: browsers' programs name it wrongly or not at all, and providers go by the name. */
export function soundFormat(bytes: Uint8Array): { readonly ending: string; readonly type: string } {
  const beginning = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  return formats.find(({ mark, at }) => beginning.startsWith(mark, at)) ?? usual;
}
