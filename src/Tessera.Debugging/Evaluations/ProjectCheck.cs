using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Evaluations;

/// <summary>Checks a project by a command, such as its tests.</summary>
/// <param name="command">The command, as a program and its arguments; it succeeds when the project is right.</param>
/// <param name="timeout">How long it may take.</param>
/// <param name="outputLimit">How many characters of its output are kept.</param>
public sealed class ProjectCheck(IReadOnlyList<string> command, TimeSpan timeout, int outputLimit = 20_000)
{
    /// <summary>The time bound and the output bound that hold where nothing else is said.</summary>
    /// <param name="command">The command, as a program and its arguments.</param>
    public ProjectCheck(IReadOnlyList<string> command) : this(command, TimeSpan.FromSeconds(120))
    {
    }

    /// <summary>Puts protected files back before a check, and names those that had been changed; null where none are protected.</summary>
    public Func<CancellationToken, IReadOnlyList<string>>? PutBack { get; init; }

    /// <summary>Runs the check.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>What it said.</returns>
    /// <exception cref="TerminalException">The command could not be started, or its interpreter lacks the test framework: that says nothing of the project.</exception>
    public async Task<EvaluationResult> RunAsync(ITerminal terminal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        var putBack = PutBack?.Invoke(cancellationToken) ?? [];
        var runner = TestRunner.Recognise(command);
        var terminalCommand = new TerminalCommand
        {
            Program = runner?.Program ?? command[0],
            Arguments = runner?.Arguments ?? [.. command.Skip(1)],
            Timeout = timeout,
            OutputLimit = outputLimit,
            WithChannel = runner is not null,
        };
        if (runner is null) return Judge(await terminal.RunAsync(terminalCommand, cancellationToken).ConfigureAwait(false), null, putBack);
        var (result, report) = await RunTestsAsync(terminal, terminalCommand, cancellationToken).ConfigureAwait(false);
        return report.Lacking is var (module, interpreter) && !report.IsFinished
            ? throw new TerminalException(terminalCommand, $"{module} is not installed for {interpreter}. Install it there, such as by '{interpreter} -m pip install {module}', or name a Python that has it in the evaluation.")
            : Judge(result, report, putBack);
    }

    private static async Task<(TerminalResult Result, TestReport Report)> RunTestsAsync(ITerminal terminal, TerminalCommand command, CancellationToken cancellationToken)
    {
        var session = await terminal.OpenAsync(command, cancellationToken).ConfigureAwait(false);
        await using var owner = session.ConfigureAwait(false);
        var report = new TestReport();
        var reading = report.ReadAsync(session.Channel!, cancellationToken);
        var result = await session.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
        await reading.ConfigureAwait(false);
        return (result, report);
    }

    private static EvaluationResult Judge(TerminalResult result, TestReport? report, IReadOnlyList<string> putBack) => new()
    {
        Passed = result.Succeeded && (report is null || (report.IsFinished && report.Tests.All(test => test.Verdict != TestVerdict.Failed))),
        // A runner that never spoke was not there: python3 has no such module, or the command line was wrong.
        Tests = report is { IsFinished: false, Tests: [] } ? null : report?.Tests,
        ExitCode = result.ExitCode,
        TimedOut = result.TimedOut,
        Output = result.Output,
        Elapsed = result.Elapsed,
        PutBack = putBack,
    };
}
