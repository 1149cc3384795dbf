// Talks to an MCP server as an agent does, and writes what it saw as one JSON document.
// Usage: node exercise.mjs CALLS.json COMMAND [ARGUMENT]...
// CALLS.json is a list of {tool, arguments, cancelAfter?}; cancelAfter is in milliseconds.
import { readFileSync } from 'node:fs';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const [calls, command, ...args] = process.argv.slice(2);
const transport = new StdioClientTransport({ command, args, stderr: 'pipe' });
const client = new Client({ name: 'exercise', version: '1.0.0' });
let errors = '';
transport.stderr.on('data', (chunk) => (errors += chunk));

await client.connect(transport);
const seen = { server: client.getServerVersion(), instructions: client.getInstructions(), tools: (await client.listTools()).tools, answers: [] };

for (const call of JSON.parse(readFileSync(calls, 'utf8'))) {
  const answer = { tool: call.tool, progress: [] };
  const cancelling = new AbortController();
  if (call.cancelAfter) setTimeout(() => cancelling.abort('no longer wanted'), call.cancelAfter);
  const started = performance.now();
  try {
    answer.result = await client.callTool({ name: call.tool, arguments: call.arguments }, undefined, {
      onprogress: (progress) => answer.progress.push(progress),
      signal: cancelling.signal,
      timeout: 60_000,
      resetTimeoutOnProgress: true,
    });
  } catch (error) {
    answer.error = String(error);
  }
  answer.milliseconds = performance.now() - started;
  seen.answers.push(answer);
}

const closing = performance.now();
await client.close();
seen.closing = performance.now() - closing;
seen.errors = errors;
process.stdout.write(JSON.stringify(seen));
