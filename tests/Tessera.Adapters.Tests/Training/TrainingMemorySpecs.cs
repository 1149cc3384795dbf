using System.Collections.Concurrent;
using Tessera.Adapters.Lora;
using Tessera.Adapters.Models;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Experts;
using Tessera.Adapters.Training.Losses;
using Tessera.Adapters.Training.Optimisation;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;
using TorchSharp;

namespace Tessera.Adapters.Tests.Training;

/// <summary>A thousand steps of training leave no tensor behind, on whatever thread they were taken.</summary>
public sealed class TrainingMemorySpecs : IDisposable
{
    private readonly TrainingSetting _setting = new();

    public void Dispose() => _setting.Dispose();

    [Fact]
    public void A_thousand_steps_leave_no_tensor_behind()
    {
        using var experts = Experts();
        Train(experts, 2, threads: 1, new PreferenceLoss());
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Train(experts, 1000, threads: 1, new PreferenceLoss());

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(live);
    }

    [Fact]
    public void Threads_that_share_a_step_leave_none_behind_either()
    {
        using var experts = Experts();
        // Sines of positions are kept once they are computed.
        Train(experts, 2, threads: 1, new PreferenceLoss());
        var loss = new ObservedLoss();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Train(experts, 100, threads: 2, loss);

        loss.LiveBefore.Should().HaveCountGreaterThan(200).And.OnlyContain(count => count == 0, "a thread begins each pass without the tensors of those before");
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(live);
    }

    [Fact]
    public void Steps_of_pipelines_leave_none_behind_even_where_they_fail()
    {
        using var context = new RecordingContext();
        void Work()
        {
            _setting.TrainAsync(context, options => options.Steps = 2).GetAwaiter().GetResult().Dispose();
            var fail = () => _setting.TrainAsync(context, options => options.Targets = ["nothing"]).GetAwaiter().GetResult();
            fail.Should().Throw<TesseraException>();
        }

        Work();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 10; i++) Work();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(live);
    }

    private ExpertsInTraining Experts() => new(_setting.Model.Model, _setting.Split.Training, new LoraSettings { Rank = 2 }, LoraInitialization.FanIn, new Seed(5));

    // So few tokens go through the model at a time that each expert needs several passes, or one.
    private void Train(ExpertsInTraining experts, int steps, int threads, ITrainingLoss loss)
    {
        var texts = new ExampleTexts(_setting.Model.Tokenizer, _setting.Model.Model.ContextLength);
        var examples = new JoinedExamples([.. TaskFolder.Read(_setting.Folder.Path, _setting.Split.Training).Select(task => new ShuffledExamples([.. task.Examples.Select(example => texts.Encode(example))], 4, new Seed(3).Derive(task.Name)))]);
        var options = new TrainingOptions { Schedule = new LearningSchedule(ScheduleShape.Constant, steps), LearningRate = 1e-3, Optimiser = new AdamWOptions { ClipNorm = 1 }, TokensPerPass = 64, Threads = threads };
        new Trainer(_setting.Model.Model, loss, options).Run(experts, examples, new Seed(1), cancellationToken: TestContext.Current.CancellationToken);
    }

    private sealed class ObservedLoss : ITrainingLoss
    {
        private readonly PreferenceLoss _loss = new();

        public ConcurrentBag<long> LiveBefore { get; } = [];

        public torch.Tensor Evaluate(CausalModel model, IAdaptation? adaptation, IReadOnlyList<TrainingExample> examples, LossContext context)
        {
            LiveBefore.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            return _loss.Evaluate(model, adaptation, examples, context);
        }
    }
}
