using System.Composition;
using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Tools.Python;

namespace Tessera.Tools.Trace;

/// <summary>Answers one question about a run of a Python program: what did these functions get, do and give back?</summary>
/// <remarks>
/// Each call runs the program from its beginning, so that nothing but counts is remembered between calls. On Python 3.12 and newer
/// only the traced functions are watched (<c>sys.monitoring</c>); before, only they are compiled with marks. All else runs at its own speed.
/// </remarks>
/// <param name="options">The bounds.</param>
/// <param name="time">Measures them.</param>
[Tool("trace", Description = "Traces functions of a Python program, call by call.", Options = typeof(TraceOptions))]
[method: ImportingConstructor]
public sealed class TraceTool(TraceOptions options, TimeProvider time)
    : Tool<TraceArguments>(
        "trace",
        "Runs a Python program and shows what functions did: arguments, the values that each line changed, the calls it made, and what was returned or raised. " +
        "Loops are folded. One call answers one question, without a debugger's stepping; a call that a trace names can be traced next."),
        ISessionEventHandler<FileChanged>, ISessionEventHandler<EnvironmentReset>
{
    private readonly CallCounts _counts = new();
    private readonly DriverCode _code = new();

    /// <inheritdoc/>
    public ValueTask<Observation?> HandleAsync(FileChanged sessionEvent, IToolSession session, CancellationToken cancellationToken) => Forget();

    /// <inheritdoc/>
    public ValueTask<Observation?> HandleAsync(EnvironmentReset sessionEvent, IToolSession session, CancellationToken cancellationToken) => Forget();

    /// <inheritdoc/>
    protected override async ValueTask<Observation> CallAsync(TraceArguments arguments, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(session);
        if (ReadCalls(arguments.Calls) is not { } calls)
            return Observation.Failure($"error TESS4211: '{arguments.Calls}' does not say which calls to show: give a number from 1 to 100, `last` or `raising`.");
        try
        {
            var entryPoint = string.IsNullOrWhiteSpace(arguments.EntryPoint)
                ? EntryPoint.Parse(session.EntryPoints.Debug ?? session.EntryPoints.Evaluate)
                : EntryPoint.Parse(CommandWords.Split(arguments.EntryPoint));
            var timeout = TimeSpan.FromSeconds(arguments.Timeout ?? options.TimeoutSeconds);
            var run = await TracedRun.PerformAsync(session.Terminal, entryPoint, _code, Describe(arguments, calls, entryPoint), timeout, options.MaxOutput, time, cancellationToken).ConfigureAwait(false);
            return Answer(run, entryPoint, timeout);
        }
        catch (FormatException unfit)
        {
            return Observation.Failure($"error TESS4201: The entry point cannot be debugged: {unfit.Message}. Give a command line such as `python3 main.py` or `python3 -m unittest`.");
        }
        catch (TerminalException missing)
        {
            return Observation.Failure(missing.Message);
        }
    }

    private ValueTask<Observation?> Forget()
    {
        _counts.Clear();
        return default;
    }

    private static JsonNode? ReadCalls(string calls) => calls switch
    {
        "last" or "raising" => calls,
        _ => int.TryParse(calls, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 100 ? count : null,
    };

    private JsonObject Describe(TraceArguments arguments, JsonNode calls, EntryPoint entryPoint) => new()
    {
        ["kind"] = entryPoint.Kind.ToString().ToLowerInvariant(),
        ["target"] = entryPoint.Target,
        ["arguments"] = Texts(entryPoint.Arguments),
        ["functions"] = Texts(arguments.Functions),
        ["calls"] = calls,
        ["when"] = arguments.When is { } when ? new JsonObject { ["expr"] = when.Expression, ["at"] = when.At == TraceMoment.Entry ? "entry" : "return" } : null,
        ["loop"] = arguments.Loop,
        ["watch"] = Texts(arguments.Watch),
        ["evaluate"] = new JsonArray([.. arguments.Evaluate.Select(probe => new JsonObject { ["line"] = probe.Line, ["expr"] = probe.Expression, ["hit"] = probe.Hit })]),
        ["callees"] = arguments.Callees,
        ["valueLimit"] = options.MaxValue,
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private Observation Answer(TracedRun run, EntryPoint entryPoint, TimeSpan timeout)
    {
        var output = run.End.Output.Length == 0 ? "" : $"\n\nOutput of the program:\n{run.End.Output}";
        switch ((string?)run.Report?["status"])
        {
            case "unknown":
                return Observation.Failure($"error TESS4212: {run.Report!["problem"]} Nothing was run.");
            case "failed":
                return Observation.Failure($"error TESS4202: The program cannot be started: {run.Report!["problem"]}{output}");
            case null when run.TimedOut:
                return Observation.Failure(string.Create(CultureInfo.InvariantCulture, $"error TESS4213: The program did not end within {timeout.TotalSeconds} seconds, did not react to an interruption, and was ended; what was traced is lost.{output}"));
            case null:
                return Observation.Failure(string.Create(CultureInfo.InvariantCulture, $"error TESS4213: The program ended with exit code {run.End.ExitCode} before it could tell what was traced, as by a signal or a crash.{output}"));
            default:
                // A run that was cut short counts less than it would have.
                if (!run.TimedOut) _counts.Compare(entryPoint.Text, run.Report!);
                var text = $"{Verdict(run, entryPoint, timeout)}\n\n{BoundedText.Cut(TraceText.Write(run.Report!), options.MaxText)}{output}";
                return new Observation(text, run.TimedOut, new JsonObject
                {
                    ["exitCode"] = run.End.ExitCode,
                    ["timedOut"] = run.TimedOut,
                    ["testsPassed"] = run.Tests?.Passed,
                    ["testsRun"] = run.Tests?.Total,
                    ["failedTests"] = new JsonArray([.. run.FailedTests.Select(test => test.DeepClone())]),
                    ["functions"] = run.Report!["functions"]!.DeepClone(),
                    ["evaluated"] = run.Report["evaluated"]!.DeepClone(),
                });
        }
    }

    private static string Verdict(TracedRun run, EntryPoint entryPoint, TimeSpan timeout)
    {
        if (run.TimedOut)
            return string.Create(CultureInfo.InvariantCulture, $"`{entryPoint.Text}` was interrupted after {timeout.TotalSeconds} seconds; this is what was seen until then.");
        var tests = run.Tests is { } counts ? string.Create(CultureInfo.InvariantCulture, $"; {counts.Passed} of {counts.Total} tests passed") : "";
        var failed = run.FailedTests.Select(test => $"\n  {test["test"]} failed: {test["problem"]}");
        return string.Create(CultureInfo.InvariantCulture, $"`{entryPoint.Text}` ended with exit code {run.End.ExitCode}{tests}.{string.Concat(failed)}");
    }
}
