using System.Text.Json;
using Tessera.Adapters.Steps;
using Tessera.Sdk.Steps;

namespace Tessera.Adapters.Tests.Training;

/// <summary>A training that was stopped at any moment goes on from its last checkpoint, and ends with the same bytes, curves included.</summary>
public sealed class InterruptedTrainingSpecs : IDisposable
{
    private readonly TrainingSetting _setting = new();

    public void Dispose() => _setting.Dispose();

    [Theory]
    [InlineData(1, null)]
    [InlineData(7, null)]
    [InlineData(12, null)]
    [InlineData(5, 2)]
    [InlineData(16, 2)]
    [InlineData(24, 2)]
    public async Task It_ends_with_the_same_bytes(int stop, int? sideBySide)
    {
        void Change(TrainExpertsOptions options) => (options.CheckpointEvery, options.SideBySide, options.Clip) = (3, sideBySide, 0.5);
        using var undisturbed = new RecordingContext();
        using var disturbed = new RecordingContext();
        (await _setting.TrainAsync(undisturbed, Change)).Dispose();
        using (var cancel = new CancellationTokenSource())
        {
            var stopping = new StoppingContext(disturbed, stop, cancel);
            var train = () => new TrainExpertsStep(_setting.Options(Change), new EverySecond()).RunAsync(stopping, cancel.Token);
            await train.Should().ThrowAsync<OperationCanceledException>();
        }

        (await _setting.TrainAsync(disturbed, Change)).Dispose();

        Bytes(disturbed).Should().Equal(Bytes(undisturbed));
        JsonSerializer.Serialize(disturbed.Findings).Should().Be(JsonSerializer.Serialize(undisturbed.Findings)).And.Contain("Training loss");
        disturbed.Metrics["finalLoss"].Should().Be(undisturbed.Metrics["finalLoss"]);
    }

    private static Dictionary<string, string> Bytes(RecordingContext context) =>
        context.Files.Order(StringComparer.Ordinal).ToDictionary(file => file, file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(context.Folder, "..", file)))));

    // Every step is told only where a second has passed since the last one was.
    private sealed class EverySecond : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds++;
    }

    private sealed class StoppingContext(IStepContext inner, int stop, CancellationTokenSource cancel) : IStepContext
    {
        private int _told;

        public string StepName => inner.StepName;

        public Sdk.Randomness.Seed Seed => inner.Seed;

        public string Folder => inner.Folder;

        public void ReportProgress(double? fraction, string message)
        {
            if (++_told == stop) cancel.Cancel();
        }

        public void RecordMetric(string name, double value) => inner.RecordMetric(name, value);

        public void Summarise(string list, System.Text.Json.Nodes.JsonNode entry) => inner.Summarise(list, entry);

        // After the last step there is nobody to ask whether to stop.
        public void AddFinding(Sdk.Findings.Finding finding) => throw new OperationCanceledException();
    }
}
