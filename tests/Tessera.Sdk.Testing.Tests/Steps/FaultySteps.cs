using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Steps;

namespace Tessera.Sdk.Testing.Tests.Steps;

/// <summary>For each check, steps that break just what it asks for: as they work, and as they are refused.</summary>
internal static class FaultySteps
{
    private static readonly SquareOptions _unfit = new() { Count = -1 };

    private static int _runs;
    private static int _busy;

    public static IReadOnlyList<(string Id, Func<IPipelineStep> Create, Func<IPipelineStep> Unfit)> All { get; } =
    [
        Faulty("CONF-S01", () => new OddSteps.Unexported()),
        Faulty("CONF-S01", () => new OddSteps.Misnamed()),
        Faulty("CONF-S02", () => new OddSteps.Undescribed()),
        Faulty("CONF-S03", () => new OddSteps.Unset()),
        Faulty("CONF-S04", () => new OddSteps.Untyped()),
        Faulty("CONF-S05", () => new SquareStep { After = _ => null! }),
        Faulty("CONF-S06", () => new OddSteps.Drifting()),
        Faulty("CONF-S07", () => new SquareStep { Metric = _ => Interlocked.Increment(ref _runs) }),
        Faulty("CONF-S08", () => new SquareStep { Metric = _ => double.Parse(0.5.ToString(CultureInfo.CurrentCulture), CultureInfo.InvariantCulture) }),
        Faulty("CONF-S09", () => new SquareStep { Before = _ => Jostle() }),
        Faulty("CONF-S10", () => new SquareStep { Before = context => { if (context.Folder.Contains(' ', StringComparison.Ordinal)) throw new IOException("No such file."); } }),
        Faulty("CONF-S11", () => new SquareStep { Before = _ => Environment.SetEnvironmentVariable("TESSERA_CONFORMANCE", Guid.NewGuid().ToString()) }),
        Faulty("CONF-S12", () => new SquareStep { Before = context => File.WriteAllText(Path.Combine(context.Folder, "..", "shared.txt"), "mine") }),
        Faulty("CONF-S12", () => new SquareStep { Before = context => File.Delete(Path.Combine(context.Folder, "..", "another-step.txt")) }),
        Faulty("CONF-S13", () => new SquareStep { CountsEarlier = false }),
        Faulty("CONF-S14", () => new SquareStep { IsWhole = text => text.Length > 0 }),
        Faulty("CONF-S15", () => new SquareStep { Progress = (fraction, message) => (fraction * 100, message) }),
        Faulty("CONF-S15", () => new SquareStep { Progress = (fraction, message) => (1 - fraction, message) }),
        Faulty("CONF-S15", () => new SquareStep { Progress = (fraction, _) => (fraction, " ") }),
        Faulty("CONF-S16", () => new SquareStep { Metric = _ => double.NaN }),
        Faulty("CONF-S17", () => new SquareStep { Row = row => row[..1] }),
        Faulty("CONF-S17", () => new SquareStep { Row = row => [row[0], double.PositiveInfinity] }),
        Faulty("CONF-S18", () => new SquareStep { Entry = JsonValue.Create(3) }),
        Faulty("CONF-S19", () => new SquareStep { Later = context => _ = Task.Run(async () => { await Task.Delay(50); context.RecordMetric("late", 1); }) }),
        ("CONF-S20", () => new SquareStep(), () => new SquareStep(_unfit) { Refuse = problem => new InvalidOperationException(problem.Message) }),
        ("CONF-S20", () => new SquareStep(), () => new SquareStep(_unfit) { Refuse = problem => new TesseraException(problem with { Remedy = null }) }),
        ("CONF-S20", () => new SquareStep(), () => new SquareStep()),
        ("CONF-S21", () => new SquareStep(), () => new SquareStep(_unfit) { Before = context => File.WriteAllText(Path.Combine(context.Folder, "begun.txt"), "") }),
        Faulty("CONF-S22", () => new SquareStep { HearsCancellation = false }),
        Faulty("CONF-S23", OnceDisposable),
        Faulty("CONF-S24", () => new OddSteps.Held()),
    ];

    private static (string Id, Func<IPipelineStep> Create, Func<IPipelineStep> Unfit) Faulty(string id, Func<IPipelineStep> create) => (id, create, () => new SquareStep(_unfit));

    private static void Jostle()
    {
        try
        {
            if (Interlocked.Increment(ref _busy) > 1) throw new InvalidOperationException("Busy.");
            Task.Delay(20).Wait();
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    private static SquareStep OnceDisposable()
    {
        var disposed = 0;
        return new SquareStep { OnDispose = () => ObjectDisposedException.ThrowIf(disposed++ > 0, typeof(SquareStep)) };
    }
}
