/** Google as it names itself, where neither a variable nor the panel says otherwise. */
export const googleIssuer = "https://accounts.google.com";
