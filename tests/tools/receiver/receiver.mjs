// Somebody's server for webhooks: refuses each event three times, then takes it, and checks signatures with the library of Standard Webhooks.
// Prints "ready PORT", then a line of JSON per request. POST /secret tells it the secret.
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const refusals = 3;
const seen = new Map();
let verifier = null;

function verify(body, headers) {
  try {
    verifier.verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

const server = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const body = Buffer.concat(parts).toString();
    if (request.url === "/secret") {
      verifier = new Webhook(body);
      response.writeHead(204).end();
      return;
    }

    const id = request.headers["webhook-id"];
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    const { type, job, sequence } = JSON.parse(body);
    const status = times > refusals ? 204 : 500;
    console.log(JSON.stringify({ id, type, job, sequence, status, verified: verify(body, request.headers), forged: verify(body + " ", request.headers) }));
    response.writeHead(status).end();
  });
});
server.listen(0, "127.0.0.1", () => console.log(`ready ${server.address().port}`));
