using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Steps;

namespace Tessera.Adapters.Tests.Training;

/// <summary>A context in which a step is interrupted as soon as it has told so many times how far it is.</summary>
internal sealed class StoppingContext(IStepContext inner, int stop, CancellationTokenSource cancel) : IStepContext
{
    private int _told;

    public string StepName => inner.StepName;

    public Seed Seed => inner.Seed;

    public string Folder => inner.Folder;

    /// <summary>The hashes of all files that a step left.</summary>
    public static Dictionary<string, string> Bytes(RecordingContext context) =>
        context.Files.Order(StringComparer.Ordinal).ToDictionary(file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(context.Folder, "..", file)))));

    public void ReportProgress(double? fraction, string message)
    {
        if (++_told == stop) cancel.Cancel();
    }

    public void RecordMetric(string name, double value) => inner.RecordMetric(name, value);

    public void Summarise(string list, JsonNode entry) => inner.Summarise(list, entry);

    // After the last step there is nobody to ask whether to stop.
    public void AddFinding(Finding finding) => throw new OperationCanceledException();
}
