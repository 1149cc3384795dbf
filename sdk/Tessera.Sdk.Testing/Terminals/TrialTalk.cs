using System.Text;
using Tessera.Sdk.Terminals;

namespace Tessera.Sdk.Testing.Terminals;

/// <summary>A conversation with a program: what it said is waited for before it is told more, so that nothing depends on how fast either is.</summary>
internal sealed class TrialTalk(ITerminalSession session)
{
    private readonly StringBuilder _heard = new();

    public ITerminalSession Session => session;

    /// <summary>All that was heard so far.</summary>
    public string Heard => _heard.ToString();

    /// <summary>Waits until the program has said something; false where it ended without.</summary>
    public async Task<bool> HearAsync(string text, CancellationToken token)
    {
        while (true)
        {
            // Looked at before the output is taken: what is said last is not missed.
            var ended = session.Completion.IsCompleted;
            _heard.Append(session.TakeOutput());
            if (Heard.Contains(text, StringComparison.Ordinal)) return true;
            if (ended) return false;
            await Task.Delay(5, token).ConfigureAwait(false);
        }
    }

    public Task SayAsync(string line, CancellationToken token) => session.WriteInputAsync(line + "\n", token);
}
