using System.Text.Json;
using Tessera.Adapters.Steps;

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

        StoppingContext.Bytes(disturbed).Should().Equal(StoppingContext.Bytes(undisturbed));
        JsonSerializer.Serialize(disturbed.Findings).Should().Be(JsonSerializer.Serialize(undisturbed.Findings)).And.Contain("Training loss");
        disturbed.Metrics["finalLoss"].Should().Be(undisturbed.Metrics["finalLoss"]);
    }
}
