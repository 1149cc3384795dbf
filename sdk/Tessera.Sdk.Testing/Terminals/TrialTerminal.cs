using Tessera.Sdk.Terminals;

namespace Tessera.Sdk.Testing.Terminals;

/// <summary>A terminal and the folder of its site.</summary>
internal sealed record TrialTerminal(ITerminal Terminal, string Folder)
{
    /// <summary>A command that runs a script.</summary>
    /// <param name="script">The script, for a POSIX sh.</param>
    /// <param name="arguments">What it finds in <c>$1</c> and so on.</param>
    public static TerminalCommand Shell(string script, params IEnumerable<string> arguments) => new() { Program = "sh", Arguments = ["-c", script, "sh", .. arguments] };

    /// <summary>Runs a script to its end.</summary>
    public Task<TerminalResult> RunAsync(string script, CancellationToken token) => Terminal.RunAsync(Shell(script), token);

    /// <summary>The path of a file in the folder.</summary>
    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>Opens a session of a script, uses it, and ends it.</summary>
    public async Task<TResult> TalkAsync<TResult>(TerminalCommand command, Func<TrialTalk, Task<TResult>> use, CancellationToken token)
    {
        var session = await Terminal.OpenAsync(command, token).ConfigureAwait(false);
        await using var owner = session.ConfigureAwait(false);
        return await use(new TrialTalk(session)).ConfigureAwait(false);
    }
}
