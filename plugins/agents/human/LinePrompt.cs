namespace Tessera.Agents.Human;

/// <summary>Reads lines from what is no console, such as a pipe.</summary>
internal sealed class LinePrompt(TextReader input, TextWriter output) : IPrompt
{
    public async Task<string?> ReadAsync(Completion completion, CancellationToken cancellationToken)
    {
        await output.WriteAsync("> ").ConfigureAwait(false);
        return await input.ReadLineAsync(cancellationToken).ConfigureAwait(false);
    }
}
