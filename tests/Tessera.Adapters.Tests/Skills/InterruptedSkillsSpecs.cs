using System.Text.Json;
using Tessera.Adapters.Evaluation;
using Tessera.Adapters.Library;
using Tessera.Adapters.Steps;
using Tessera.Adapters.Tests.Training;
using Tessera.Adapters.Training.FewShot;
using Tessera.Routers.Poly;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Steps;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests.Skills;

/// <summary>Training of skills and learning from few examples go on after an interruption at any moment, and end with the same bytes.</summary>
public sealed class InterruptedSkillsSpecs : IDisposable
{
    private readonly TrainingSetting _setting = new();

    public void Dispose() => _setting.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    public async Task Skills_end_with_the_same_bytes(int stop)
    {
        using var undisturbed = new RecordingContext();
        using var disturbed = new RecordingContext();
        (await TrainAsync(undisturbed)).Dispose();
        await InterruptAsync(disturbed, stop, (context, token) => Skills(new EverySecond()).RunAsync(context, token));

        (await TrainAsync(disturbed)).Dispose();

        StoppingContext.Bytes(disturbed).Should().Equal(StoppingContext.Bytes(undisturbed));
        JsonSerializer.Serialize(disturbed.Findings).Should().Be(JsonSerializer.Serialize(undisturbed.Findings)).And.Contain("Training loss");
        disturbed.Metrics["finalLoss"].Should().Be(undisturbed.Metrics["finalLoss"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(17)]
    public async Task Learning_from_few_examples_ends_with_the_same_comparison(int stop)
    {
        using var trained = new RecordingContext();
        using var skills = await TrainAsync(trained);
        using var undisturbed = new RecordingContext();
        using var disturbed = new RecordingContext();
        var expected = await FewShot(skills, TimeProvider.System).RunAsync(undisturbed, TestContext.Current.CancellationToken);
        await InterruptAsync(disturbed, stop, (context, token) => FewShot(skills, new EverySecond()).RunAsync(context, token));

        var compared = await FewShot(skills, TimeProvider.System).RunAsync(disturbed, TestContext.Current.CancellationToken);

        JsonSerializer.Serialize(compared).Should().Be(JsonSerializer.Serialize(expected));
        JsonSerializer.Serialize(disturbed.Findings).Should().Be(JsonSerializer.Serialize(undisturbed.Findings)).And.Contain("Training loss");
        StoppingContext.Bytes(disturbed).Should().BeEmpty("checkpoints are gone once nobody needs them");
    }

    private static async Task InterruptAsync<T>(RecordingContext context, int stop, Func<IStepContext, CancellationToken, Task<T>> run) where T : class
    {
        using var cancel = new CancellationTokenSource();
        var interrupted = () => run(new StoppingContext(context, stop, cancel), cancel.Token);
        await interrupted.Should().ThrowAsync<OperationCanceledException>();
    }

    private Task<ExpertLibrary> TrainAsync(RecordingContext context) => Skills(TimeProvider.System).RunAsync(context, TestContext.Current.CancellationToken);

    private TrainSkillsStep Skills(TimeProvider time) => new(
        new TrainSkillsOptions { Model = _setting.Model, Tasks = _setting.Split, Router = Mhr(), Skills = 3, Rank = 2, Steps = 10, Batch = 4, AverageSteps = 4, CheckpointEvery = 3, Clip = 0.5 }, time);

    private FewShotStep FewShot(ExpertLibrary skills, TimeProvider time) => new(
        new FewShotOptions
        {
            Model = _setting.Model, Tasks = _setting.Split, Rank = 2, Steps = 6, Examples = 4, CheckpointEvery = 2, Resamples = 100,
            Methods = [new() { Name = "lora" }, new() { Name = "mhr", Start = skills, Router = Mhr() }, new() { Name = "mhr-z", Start = skills, Router = Mhr(), Learn = FewShotLearning.Routing }],
        },
        time);

    private static Part<IRouter> Mhr() => new("router/mhr", () => new OwnedPart<IRouter>(new MhrRouter(new MhrOptions())));
}
