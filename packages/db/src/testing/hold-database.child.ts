import { openDatabase } from "../open-database.ts";

// Opens the database of the directory given, writes a row and holds it until killed: the server of a test about crashes.
const { database } = await openDatabase({ directory: process.argv[2] ?? "" });
await database.transaction((sql) => sql.execute("INSERT INTO instance_settings VALUES ('by the killed server', '1')"));
process.stdout.write("ready\n");
setInterval(() => {}, 60_000);
