using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using CliWrap;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Terminals;

/// <summary>A program that runs to its end, with nobody talking to it meanwhile.</summary>
internal sealed class CommandRun(TerminalCommand command, (string Path, IReadOnlyList<string> Arguments) program, string folder, Dictionary<string, string> environment, TimeProvider time) : IDisposable
{
    // How long the output of a program that has ended is waited for when something that escaped still holds it open.
    private static readonly TimeSpan _leftoverOutput = TimeSpan.FromSeconds(2);

    // What the system reports of a program that was killed: 128 and the signal's number.
    private static readonly int _killed = OperatingSystem.IsWindows() ? -1 : 137;

    private readonly BoundedOutput _output = new(command.OutputLimit);
    private readonly CancellationTokenSource _givingUp = new();

    /// <summary>Whether nothing that the program starts can be left when it has ended.</summary>
    public bool EndsWhole { get; init; }

    /// <summary>Runs the program.</summary>
    /// <param name="cancellationToken">Ends it and whatever it started.</param>
    public async Task<TerminalResult> ExecuteAsync(CancellationToken cancellationToken)
    {
        var tree = ProcessTree.Mark(environment);
        using var bound = new CancellationTokenSource(command.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        var started = time.GetTimestamp();
        var exitCode = _killed;
        var running = Start(either.Token);
        var cleaning = EndWhatIsLeftAsync(running.ProcessId, tree, either.Token);
        try
        {
            exitCode = (await running.ConfigureAwait(false)).ExitCode;
        }
        catch (OperationCanceledException)
        {
            // The bound, or whoever waited, ended it.
        }

        await cleaning.ConfigureAwait(false);
        // What the program started while it was being ended.
        if (either.IsCancellationRequested) tree.EndStragglers();
        cancellationToken.ThrowIfCancellationRequested();
        return new TerminalResult(exitCode, _output.ToString(), bound.IsCancellationRequested, _output.IsTruncated, time.GetElapsedTime(started));
    }

    public void Dispose() => _givingUp.Dispose();

    private CommandTask<CommandResult> Start(CancellationToken cancellationToken)
    {
        // CliWrap adds to this process's environment; what the program is not to see is taken away by name.
        var variables = Environment.GetEnvironmentVariables().Keys.Cast<string>().ToDictionary(name => name, _ => (string?)null);
        foreach (var (name, value) in environment) variables[name] = value;
        var pipe = PipeTarget.Create(KeepAsync);
        try
        {
            var wrapped = Cli.Wrap(program.Path)
                .WithArguments(program.Arguments)
                .WithWorkingDirectory(folder)
                .WithEnvironmentVariables(variables)
                .WithStandardInputPipe(PipeSource.FromString(command.StandardInput, new UTF8Encoding(false)))
                .WithStandardOutputPipe(pipe)
                .WithStandardErrorPipe(pipe)
                .WithValidation(CommandResultValidation.None);
            return StartingThread.Do(() => wrapped.ExecuteAsync(cancellationToken));
        }
        catch (Exception refused) when (refused is Win32Exception or InvalidOperationException or ArgumentException)
        {
            throw StartFailure.Of(command, refused);
        }
    }

    /// <summary>Ends what a program leaves running, also after a good end: it would outlive the program's bounds.</summary>
    private async Task EndWhatIsLeftAsync(int id, ProcessTree tree, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or OperationCanceledException)
        {
            // It has ended, or is being ended.
        }

        if (!EndsWhole) tree.EndStragglers();
        _givingUp.CancelAfter(_leftoverOutput);
    }

    private async Task KeepAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _givingUp.Token);
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = new byte[16384];
        var letters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        try
        {
            for (var read = -1; read != 0;)
            {
                read = await stream.ReadAsync(bytes, either.Token).ConfigureAwait(false);
                _output.Append(letters.AsSpan(0, decoder.GetChars(bytes, 0, read, letters, 0, flush: read == 0)));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _output.Append("\n... (something that the program started left its tree and still holds its output) ...\n");
        }
    }
}
